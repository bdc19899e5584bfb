"""A message of several clauses: each resolved in turn, as a whole or by its halves, and their results put together as one answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.language.reading import Clause, Reading, as_one, halves

from .answer import Answer, Sentence, Topic
from .clauses import Resolved, resolve
from .hints import hints
from .setting import Setting
from .talk import handed_over, social

_SURE = 0.6  # both halves must be so sure before they replace an answer to the whole; chosen on the development brands
_UNSURE = 0.75  # an answer less sure than this goes with hints: an owner who wants surer ones hands it over
_COLUMN_END = re.compile(
    r"(가격|값|요금|비용|재고|무게|크기|사이즈|색상|색|옵션|용량|주소|위치|전화번호|영업시간|원산지|소재|성분|칼로리|유통기한)$"
)


def answer_clauses(reading: Reading, topic: Topic, setting: Setting, offered: Sequence[str] = ()) -> Answer:
    """Answers what the clauses ask. ``offered`` are the subjects we named when asking back, if this is the reply."""
    results = _resolved(reading, topic, setting, offered)
    topic = results[-1].topic if results else topic
    asked = [result for result in _without_echo(results) if result.outcome != "nothing"]
    if not asked:
        return social(reading, setting.voice, topic)
    answered = [result for result in asked if result.outcome == "answer"]
    failed = [result for result in asked if result.outcome == "hand_over"]
    back = [result for result in asked if result.outcome == "ask_back"]
    if failed and reading.signals.complaint and not answered:
        return handed_over(setting.voice.sorry(), "complaint", topic)
    sentences = tuple(dict.fromkeys(sentence for result in answered for sentence in result.sentences))
    answer = Answer(
        outcome="answer",
        sentences=sentences,
        confidence=min(result.confidence for result in asked),
        reasons=tuple(dict.fromkeys(reason for result in asked for reason in result.reasons)),
        topic=topic,
    )
    if failed:
        known = (*sentences, Sentence(text=setting.voice.hand_over()))
        handed = replace(answer, outcome="hand_over", sentences=known, draft=failed[0].draft or sentences)
        return _hinted(handed, failed[0], setting)
    if back:
        waiting = replace(topic, asked_back=back[0].clause.text.strip(), candidates=back[0].candidates)
        return replace(answer, outcome="ask_back", sentences=(*sentences, *back[0].sentences), topic=waiting)
    return _hinted(answer, answered[0], setting) if len(asked) == 1 and answer.confidence < _UNSURE else answer


def _hinted(answer: Answer, result: Resolved, setting: Setting) -> Answer:
    """An answer with the titles that may have been meant by one of its clauses."""
    found = hints(result.question, setting) if result.question else ()
    if answer.outcome != "hand_over" or not found:
        return replace(answer, hints=found)
    topic = replace(answer.topic, hints=tuple(hint.key for hint in found), hinted=result.clause.text.strip())
    return replace(answer, hints=found, topic=topic)


def _resolved(reading: Reading, topic: Topic, setting: Setting, offered: Sequence[str]) -> list[Resolved]:
    """Each clause resolved; or the message as one question, where that is answered and its clauses are not."""
    results: list[Resolved] = []
    talk = topic
    said: set[str] = set()
    for clause in reading.clauses:
        if clause.text in said:
            continue  # the same again
        said.add(clause.text)
        results += _parts(clause, reading, talk, setting, offered)
        talk = results[-1].topic
    if len(reading.clauses) > 1 and any(result.outcome in {"hand_over", "ask_back"} for result in results):
        whole = resolve(as_one(reading, setting.ground.lexicon), reading, topic, setting, offered)
        if whole.outcome == "answer" and sum(result.outcome == "answer" for result in results) <= 1:
            return [whole]
    return results


def _parts(clause: Clause, reading: Reading, topic: Topic, setting: Setting, offered: Sequence[str]) -> list[Resolved]:
    """A clause resolved; one that cannot be answered as a whole by its halves ("가격이랑 | 물 주는 주기"), if that answers more."""
    whole = resolve(clause, reading, topic, setting, offered)
    if not clause.asks:
        return [whole]
    answered = whole.outcome == "answer"
    for first, second in halves(clause, setting.ground.lexicon):
        if answered and not (_asks_a_column(first) and whole.reasons[0].startswith(("passage", "fact"))):
            continue
        left = resolve(first, reading, topic, setting, offered)
        if left.outcome != "answer":
            continue
        right = resolve(second, reading, left.topic, setting, offered)
        sure = not answered or min(left.confidence, right.confidence) >= _SURE
        if right.outcome == "answer" and sure and set(left.reasons) != set(right.reasons):
            return [left, right]
    return [whole]


def _asks_a_column(half: Clause) -> bool:
    """Whether a half ends in the name of a column ("장미 한송이 값 | 이랑 …"), so that it is a question of its own."""
    return bool(half.mentions) and bool(_COLUMN_END.search(half.text.strip()))


def _without_echo(results: Sequence[Resolved]) -> list[Resolved]:
    """Without clauses that failed and only repeat or explain their neighbour ("에어프라이어요"), where another was answered."""
    answered = any(result.outcome == "answer" for result in results)
    return [result for result in results if not answered or result.outcome == "answer" or not result.aside]
