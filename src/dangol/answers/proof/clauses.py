"""Where the clauses of a Korean sentence end, and whether each says or denies something."""

from collections.abc import Iterator, Sequence

from dangol.language.tokens import Token

_CONTENT = frozenset({"NNG", "NNP", "XR", "SL", "SH", "VV", "VA"})
PREDICATES = frozenset({"VV", "VA", "XSV", "XSA", "VCP", "VCN", "VX"})
_ENDS_CLAUSE = frozenset(
    {"고", "지만", "며", "으며", "는데", "ᆫ데", "은데", "으나", "라", "라서", "니까", "으니까", "므로", "으므로", "니", "으니"}
)
_BECAUSE = frozenset({"어서", "아서", "여서", "서", "어", "아"})  # ends a clause that denies: "재고가 없어서 구매하실 수 없어요"
CONDITION = frozenset({"면", "으면", "다면", "라면", "려면", "으려면", "어야", "아야", "셔야", "여야"})
_CONCESSION = frozenset({"어도", "아도", "여도", "더라도", "라도"})
ORDER = {"전": "@before", "이전": "@before", "뒤": "@after", "후": "@after", "이후": "@after", "다음": "@after"}  # "출고된 뒤에는"
_DENYING = frozenset(
    {
        "불가",
        "불가능",
        "품절",
        "매진",
        "제외",
        "금지",
        "휴무",
        "휴점",
        "휴업",
        "중단",
        "단종",
        "거절",
        "미포함",
        "미지원",
        "불가하다",
        "비대상",
        "불허",
        "부재",
        "소진",
        "별매",
        "종료",
        "없음",
        "안됨",
        "불포함",
    }
)
DENYING_VERBS = frozenset(
    {"않다", "못하다", "말다", "없다", "아니다", "어렵다", "힘들다", "빠지다", "피하다", "쉬다", "삼가다", "곤란하다", "멈추다"}
)
_MAN = frozenset({"만", "뿐", "밖에"})


def _cut(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    held: list[Token] = []
    depth = 0
    for at, token in enumerate(tokens):
        held.append(token)
        depth = max(0, depth + (token.tag == "SSO") - (token.tag == "SSC"))
        following = tokens[at + 1].tag if at + 1 < len(tokens) else ""
        comma = token.form in {",", ";"} and depth == 0 and _stands_alone(held)
        because = token.form in _BECAUSE and any(_is_denial(one, one.lemma, held, place) for place, one in enumerate(held))
        if comma or (token.tag == "EC" and (token.form in _ENDS_CLAUSE or because) and following != "VX" and depth == 0):
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _stands_alone(tokens: Sequence[Token]) -> bool:
    """Whether what is left of a comma says something by itself, unlike a member of a list ("밀, 우유, …") or a lead-in ("네, …")."""
    kinds = {token.tag for token in tokens}
    return bool(kinds & {"SN", "W_SERIAL"}) or ((closed(tokens) or _closed_by_noun(tokens)) and bool(kinds & {"NNG", "NNP"}))


def closed(tokens: Sequence[Token]) -> bool:
    last = next((token.tag for token in reversed(tokens) if token.tag not in {"SP", "SF", "SS", "SSO", "SSC", "SW"}), "")
    return last in {"EC", "EF", "ETN"}


def _closed_by_noun(tokens: Sequence[Token]) -> bool:
    """Whether it ends in a noun that denies by itself: "월 휴무, …"."""
    return next((token.form for token in reversed(tokens) if token.tag not in {"SP", "SF", "SSO", "SSC"}), "") in _DENYING


def clauses_of(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The clauses with members of one list joined: in "뜯은 커피, 갈아 드린 원두, 콜드브루는 반품할 수 없어요" all share one verb."""
    joined: list[tuple[Token, ...]] = []
    for clause in reversed(list(_cut(tokens))):
        following = joined[-1] if joined else ()
        member = not closed(clause) and not _closed_by_noun(clause) and not any(token.tag in {"SN", "W_SERIAL"} for token in clause)
        sequence = (
            clause[-1].form == "고"
            and bool(following)
            and following[0].tag in {"VV"}
            and any(token.tag == "ETM" for token in following[:4])
        )
        if following and (member or sequence):
            joined[-1] = (*clause, *following)
        else:
            joined.append(clause)
    return joined[::-1]


def read(tokens: Sequence[Token]) -> tuple[list[tuple[str, int]], bool, bool]:
    """The words with their places, whether the clause denies, and whether it has a predicate."""
    words: list[tuple[str, int]] = []
    denies = predicate = False
    for at, token in enumerate(tokens):
        word = token.lemma if token.tag in {"VV", "VA", "VX", "VCN"} else token.form.lower().strip(".,")
        predicate = predicate or token.tag in PREDICATES or word in _DENYING
        if _is_denial(token, word, tokens, at):
            if _inside_modifier(tokens, at):
                denied = _denied_word(words, tokens, at)
                words = [pair for pair in words if pair[0] != denied]
                words.append((f"{'¬' if _before_noun(tokens, at) else '~'}{denied}", token.start))
            else:
                denies = not denies
            if word in _DENYING:
                words.append((word, token.start))
        elif token.form == "없이" and words:
            words[-1] = (f"¬{words[-1][0]}", words[-1][1])
        elif (
            token.form in ORDER
            and at
            and tokens[at - 1].tag in {"ETM", "ETN", "NNG"}
            and "SN" not in {tokens[at - 2].tag, tokens[at - 1].tag}
        ):
            words.append((ORDER[token.form], token.start))
        elif token.tag in _CONTENT and len(word) > (0 if token.tag in {"NNG", "NNP", "XR", "SH"} else 1):
            words.append((word, token.start))
            words += ((part, token.start) for part in token.parts)
    return words, denies, predicate


def _is_denial(token: Token, word: str, tokens: Sequence[Token], at: int) -> bool:
    if token.tag == "MAG":
        return word in {"안", "못"}
    if token.tag in {"VX", "VV", "VA", "VCN"}:
        return word in DENYING_VERBS and not (word == "말다" and token.tag != "VX")
    if token.form == "밖에":
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return word in _DENYING and not (following is not None and following.tag in {"NNG", "NNP"} and word not in {"품절", "제외"})


def _inside_modifier(tokens: Sequence[Token], at: int) -> bool:
    """Whether a denial belongs to a modifier ("뜯지 않은 커피") or a condition ("뜯지 않았다면"), not to what the clause says."""
    for later, token in enumerate(tokens[at:], at):
        if token.tag == "ETM":
            following = tokens[later + 1] if later + 1 < len(tokens) else None
            return following is not None and not (following.tag == "NNB" and following.form in {"것", "거", "게", "수", "줄"})
        if token.tag == "EC" and later > at:
            return token.form in CONDITION | _CONCESSION and not any(rest.tag == "VV" and rest.form == "되" for rest in tokens[later:])
        if token.tag == "EF":
            return False
    return False


def _before_noun(tokens: Sequence[Token], at: int) -> bool:
    return next((token.tag for token in tokens[at:] if token.tag in {"ETM", "EC", "EF"}), "") == "ETM"


def _denied_word(words: Sequence[tuple[str, int]], tokens: Sequence[Token], at: int) -> str:
    if tokens[at].tag == "MAG":  # 안 뜯은: the verb follows
        return next((token.lemma for token in tokens[at:] if token.tag in {"VV", "VA"}), "")
    return words[-1][0] if words else ""


def says_only(tokens: Sequence[Token]) -> str:
    """The word that 만 (or 뿐, 밖에) follows, past a particle; not an amount: "50%만 환불" tells how much."""
    for at, token in enumerate(tokens):
        if token.form in _MAN and token.tag in {"JX", "NNB", "XSN", "JKB"}:
            before = next((one for one in reversed(tokens[:at]) if not one.tag.startswith("J")), None)
            if before is not None and before.tag not in {"NNB", "SN", "SW", "SL", "EP", "ETN", "ETM"}:
                return before.form.lower()
    return ""
