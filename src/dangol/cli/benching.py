"""``dangol bench``: our figures, their baselines from the same run, and the machine they were measured on."""

import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dangol.answers.answer import Topic
from dangol.bootstrap.house import House
from dangol.cli.asking import warm
from dangol.cli.bench_consult import consult_table
from dangol.cli.bench_intake import intake_table
from dangol.cli.bench_messages import messages_table
from dangol.kit.errors import BadInput
from dangol.kit.machine import machine
from dangol.kit.text import normalise
from dangol.knowledge.bench_search import compared
from dangol.language.tokens import forget, tokenise

_ROUNDS = 5
_SECONDS = 5.0  # of load, for each figure of intake


def run_bench(name: str, house: House, paraphrases: Path, data: Path, events: str, postgres: str) -> None:
    """Prints one benchmark, or ``all``.

    Args:
        data: the folder of the public data; where it is missing, ``all`` leaves ``reading`` out.
        paraphrases: ParaKQC as ``number<TAB>wording`` lines; where it is missing, search is measured on the brand's own questions.
        events: lengths of the journal at which intake and messages are measured, with commas. postgres: a server for both, "" for none.

    Raises:
        BadInput: ``bench.unknown``; ``bench.bad_sizes``; ``bench.no_questions``, the brand has no faq.csv to measure with.
    """
    benches: Mapping[str, Callable[[], Iterable[Table]]] = {
        "search": lambda: [_search(house, paraphrases)],
        "answers": lambda: [_answers(house, house.clock())],
        "messages": lambda: [messages_table(_sizes(events), postgres)],
        "intake": lambda: [intake_table(_sizes(events), _SECONDS, postgres)],
        "reading": lambda: _reading(house, data),
        "consult": lambda: [consult_table(house.consultations.now().all)],
    }
    if name not in {*benches, "all"}:
        known = ", ".join((*benches, "all"))
        raise BadInput(
            "bench.unknown", ko=f"{name} 측정은 없습니다. 있는 것: {known}.", en=f"There is no benchmark {name}. There are: {known}."
        )
    console = Console(highlight=False)
    for key, bench in benches.items():
        if name == key or (name == "all" and _measurable(house, key, data)):
            for table in bench():
                console.print(table)


def _measurable(house: House, key: str, data: Path) -> bool:
    """Whether this brand, and what lies on this machine, have what a benchmark needs."""
    if key == "consult":
        return any(one.build for one in house.consultations.now().all.values())
    return key != "reading" or data.exists()


def _reading(house: House, data: Path) -> Iterable[Table]:
    from dangol.cli import bench_reading

    yield bench_reading.speed(data, warm(house).ground.lexicon)
    yield bench_reading.accuracy(data)


def _sizes(events: str) -> list[int]:
    try:
        sizes = [int(part) for part in events.split(",")]
    except ValueError:
        sizes = [0]
    if not all(0 < before <= after <= 10**8 for before, after in zip([1, *sizes], sizes, strict=False)):
        raise BadInput(
            "bench.bad_sizes",
            ko="--events 는 10000,1000000 처럼 커지는 수여야 합니다.",
            en="--events must be growing numbers such as 10000,1000000.",
        )
    return sizes


def _search(house: House, paraphrases: Path) -> Table:
    if paraphrases.exists():
        wordings: dict[str, list[str]] = {}
        for line in paraphrases.read_text("utf-8").splitlines():
            number, _, text = line.partition("\t")
            wordings.setdefault(number, []).append(text)
        questions = [(text, number) for number, texts in wordings.items() for text in texts[1:]]
        return compared("ParaKQC, other wordings of a question", list(wordings), [texts[0] for texts in wordings.values()], questions)
    faqs = house.knowledge.snapshot().faqs.values()
    _refuse_none(faqs)
    questions = [(faq.question, faq.id) for faq in faqs]
    return compared("the brand's questions against its answers", [faq.id for faq in faqs], [faq.answer for faq in faqs], questions)


def _answers(house: House, at: datetime) -> Table:
    """Each message is read as if it had never been: what the tokeniser remembers is forgotten before each."""
    answerer = warm(house)
    texts = [faq.question for faq in answerer.ground.snapshot.faqs.values()]
    _refuse_none(texts)
    systems: Mapping[str, Callable[[str], object]] = {
        "Dangol: read and answer": lambda text: answerer.answer(text, Topic(), at),
        "baseline: search alone": answerer.search.query,
        "baseline: tokenising alone": lambda text: tokenise(normalise(text)),
    }
    title = f"answers: {len(texts)} questions of the brand, {_ROUNDS} times, one thread, no store\n{machine()}"
    table = Table(title=title, title_justify="left")
    for heading in ("what", "p50 ms", "p99 ms", "a second"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for name, work in systems.items():
        took = _timed(work, texts)
        table.add_row(name, f"{_percentile(took, 50):.2f}", f"{_percentile(took, 99):.2f}", f"{1000 * len(took) / sum(took):.0f}")
    return table


def _timed(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each piece of work, sorted; the first round warms up and does not count."""
    took = []
    for number in range(_ROUNDS + 1):
        for text in texts:
            forget()
            began = time.perf_counter()
            work(text)
            if number:
                took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """By nearest rank."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def _refuse_none(questions: Collection[object]) -> None:
    if not questions:
        raise BadInput(
            "bench.no_questions",
            ko="이 브랜드에는 잴 질문이 없습니다. faq.csv를 채우고 dangol import 를 실행하세요.",
            en="This brand has no questions to measure with. Fill in faq.csv and run dangol import.",
        )
