"""What somebody wrote in a mail, without what they answer to and without their signature."""

import re

_INTRODUCTIONS = re.compile(
    r"""^\s*(?:
        -{2,}\s*(?:original\ message|원본\ ?(?:메시지|메일)|전달된\ ?(?:메시지|메일)|forwarded\ message)\s*-{2,} .*
      | on\b.{4,200}\bwrote:\s*
      | \d{4}\s*(?:년|[-./])\s*\d{1,2}.{4,200}(?:작성|님이\ 쓴\ 글|wrote)\s*:?\s*
      | _{20,}\s*
      | (?:from|보낸\ ?사람|보낸사람|발신)\s*:\s*.*@.*
      | 보낸\ ?사람\s*:\s*.*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(r"^--\s?$|^(?:나의 (?:iPhone|iPad)에서 보냄|sent from my .{1,40}|Galaxy에서 보냄)\s*$", re.IGNORECASE)


def written(text: str) -> str:
    """The new words of a reply.

    >>> written("네, 그걸로 할게요.\\n\\n2026년 11월 25일 (수) 오후 3:12, 보리네 <a@b.example>님이 작성:\\n> 3,200원이에요.")
    '네, 그걸로 할게요.'
    >>> written("> 얼마예요?\\n3,200원이요?")
    '3,200원이요?'
    """
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for place, line in enumerate(lines):
        # Gmail breaks a long introduction into two lines.
        pair = f"{line.strip()} {lines[place + 1].strip()}" if place + 1 < len(lines) else line
        starts = line.lstrip().lower().startswith("on ") or bool(re.match(r"\s*\d{4}\s*(?:년|[-./])", line))
        tried = (line, pair) if starts else (line,)
        if _SIGNATURE.match(line) or any(len(one) < 500 and _INTRODUCTIONS.match(one) for one in tried):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
