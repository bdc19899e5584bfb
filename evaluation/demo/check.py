"""Check questions.jsonl against the brand folder: shape, counts, citations, golds, prices, opening hours.

Run `python check.py`; it prints what is wrong and ends with 1, or prints the counts and ends with 0.
It reads only the question file beside it and the brand's own files, and needs nothing but the standard library.
"""

import csv
import datetime as dt
import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
BRAND = HERE / "../../src/dangol/sample/brand"
FIELDS = {"id", "kind", "conversation", "at", "text", "decision", "values", "forbidden", "citations"}
DECISIONS = {"answer", "ask_back", "hand_over", "offer", "silent"}
LEAST = {"english": 20, "multi": 30, "followup": 35, "unanswerable": 30, "ambiguous": 15, "upset": 15, "safety": 20}
LEAST |= {"person": 8, "smalltalk": 12, "injection": 8}
OTHERS = {"price", "stock", "options", "attribute", "hours", "holiday_hours", "location", "parking", "shipping"}
KINDS = set(LEAST) | OTHERS | {"policy", "faq", "article", "compare", "list"}
NO_VALUES = {"unanswerable", "ambiguous", "upset", "person", "smalltalk"}
# Public holidays that fall on a day some question asks about (Seollal 2027 with its substitute day).
HOLIDAYS = {"2026-12-25", "2027-01-01", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09"}
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
# Yes/no golds: their wording is the reply's own, so the decisive fact is checked by these patterns in the source.
YES_NO = {
    "있": r"있|가능|무료|됩니다|돼요|재고",
    "없": r"없|않|불가|품절",
    "쓸 수 없": r"쓸 수 없",
    "들어갈 수 없": r"들어갈 수 없",
    "괜찮": r"괜찮",
}
# Questions whose golds are opening hours: id -> the places and days they are about.
HOURS = {
    "q035": [("yangpyeong", "2026-11-24")],
    "q036": [("jeonpo", "2026-11-26")],
    "q037": [("seongsu", "2026-11-28")],
    "q038": [("seongsu", "2026-11-25")],
    "q039": [("aewol", "2026-11-25")],
    "q040": [("yangpyeong", "2026-11-28"), ("yangpyeong", "2026-11-29")],
    "q041": [("jeonpo", "2026-11-27")],
    "q042": [("seongsu", "2026-11-30")],
    "q043": [("seongsu", "2026-12-25")],
    "q044": [("jeonpo", "2027-01-01")],
    "q045": [
        ("jeonpo", "2027-02-07"),
        ("seongsu", "2027-02-07"),
        ("yangpyeong", "2027-02-07"),
        ("aewol", "2027-02-07"),
    ],
    "q046": [("jeonpo", "2027-02-08")],
    "q047": [("jeonpo", "2026-12-25")],
    "q048": [("yangpyeong", "2026-11-18")],
    "q049": [("aewol", "2027-02-08")],
    "q108": [("seongsu", "2026-11-24")],
    "q126": [("jeonpo", "2026-11-28")],
    "q141": [("seongsu", "2026-11-24")],
    "q143": [("seongsu", "2026-11-25")],
    "q159": [("jeonpo", "2026-12-25")],
    "q160": [("yangpyeong", "2026-12-25")],
    "q161": [("jeonpo", "2027-02-07")],
    "q176": [("aewol", "2026-11-28")],
    "q195": [("seongsu", "2026-11-24")],
    "q197": [("jeonpo", "2026-12-25")],
}


def norm(text: str) -> str:
    return re.sub(r"[\s,]", "", text).lower()


def sources() -> dict[str, str]:
    """Citation id -> the text it stands for (a passage stands for its whole file, as the scoring does)."""
    out: dict[str, str] = {}
    for row in csv.DictReader((BRAND / "products.csv").open(encoding="utf-8")):
        for column, value in row.items():
            if column == "price":
                value = f"{int(value):,}원"
            elif column == "stock":
                value = f"재고 있어요 {value}개" if int(value) else "품절 없어요"
            out[f"product/{row['id']}/{column}"] = value
    for row in csv.DictReader((BRAND / "places.csv").open(encoding="utf-8")):
        for column, value in row.items():
            out[f"place/{row['id']}/{column}"] = value
    for row in csv.DictReader((BRAND / "faq.csv").open(encoding="utf-8")):
        out[f"faq/{row['id']}"] = row["answer"]
    for folder, kind in (("policies", "policy"), ("articles", "article")):
        for path in sorted((BRAND / folder).glob("*.md")):
            text = path.read_text(encoding="utf-8")
            for heading in re.findall(r"^#+ (.+)$", text, flags=re.M):
                out[f"{kind}/{path.stem}#{heading.strip().replace(' ', '-')}"] = text
    return out


def opening(place: str, day: str) -> tuple[str, str] | None:
    """The opening and closing time of one day, or None when the place is closed; later rules override earlier ones."""
    row = next(r for r in csv.DictReader((BRAND / "places.csv").open(encoding="utf-8")) if r["id"] == place)
    if day in [d.strip() for d in row["closed"].split(";")]:
        return None
    weekday, found = dt.date.fromisoformat(day).weekday(), None
    for rule in row["hours"].split(";"):
        days, times = rule.split()
        hit: set[int] = set()
        for part in days.split(","):
            if part != "PH":
                ends = [DAYS.index(d) for d in part.split("-")]
                hit |= set(range(ends[0], ends[-1] + 1))
        if weekday in hit or ("PH" in days.split(",") and day in HOLIDAYS):
            found = None if times == "off" else tuple(times.split("-"))
    return found


def check_hours(row: dict, wrong: list[str]) -> None:
    for place, day in HOURS.get(row["id"], []):
        times = opening(place, day)
        wanted = list(times) if times else ["휴무"]
        if not any(w in group for w in wanted for group in row["values"]):
            wrong.append(f"{row['id']}: {place} on {day} is {times or 'closed'}, the golds say something else")
        for group in row["values"]:
            stray = [v for v in group if re.fullmatch(r"\d\d:\d\d", v) and v not in (times or ())]
            wrong.extend(f"{row['id']}: {v} is not an hour of {place} on {day} ({times})" for v in stray)


def check_golds(row: dict, source: dict[str, str], wrong: list[str]) -> None:
    forbidden = [norm(f) for f in row["forbidden"]]
    for group in row["values"]:
        for value in group:
            wrong.extend(f"{row['id']}: gold {value!r} holds forbidden {f!r}" for f in forbidden if f in norm(value))
    if not row["values"] or (row["id"] in HOURS and any("휴무" in group for group in row["values"])):
        return
    text = " ".join(source.get(c, "") for c in row["citations"])
    bare = norm(text)
    for group in row["values"]:
        # A number must not be found inside a longer number: 9,000 is not in 49,000.
        exact = any(re.search(rf"(?<!\d){re.escape(norm(v))}", bare) for v in group)
        yes_no = any(re.search(pattern, text) for word, pattern in YES_NO.items() if word in group)
        if not (exact or yes_no):
            wrong.append(f"{row['id']}: none of {group[:4]} is in the cited sources ({row['text']})")


def check_row(row: dict, source: dict[str, str], faq: set[str], wrong: list[str]) -> None:
    bad = set(row) - FIELDS | (FIELDS - {"conversation"}) - set(row)
    if bad:
        wrong.append(f"{row.get('id')}: unknown or missing fields {sorted(bad)}")
        return
    if row["kind"] not in KINDS or not row["decision"] or set(row["decision"]) - DECISIONS:
        wrong.append(f"{row['id']}: unknown kind or decision")
    if dt.datetime.fromisoformat(row["at"]).utcoffset() != dt.timedelta(hours=9):
        wrong.append(f"{row['id']}: at is not Korean time")
    if any(not group or not all(group) for group in row["values"]) or not all(row["forbidden"]):
        wrong.append(f"{row['id']}: an empty gold or forbidden string")
    if row["kind"] in NO_VALUES and (row["values"] or row["citations"]):
        wrong.append(f"{row['id']}: {row['kind']} takes no values and no citations")
    if bool(row["values"]) != bool(row["citations"]):
        wrong.append(f"{row['id']}: values and citations come together")
    if norm(row["text"]) in faq:
        wrong.append(f"{row['id']}: copies a question of faq.csv")
    wrong.extend(f"{row['id']}: no such citation {c}" for c in row["citations"] if c not in source)
    check_golds(row, source, wrong)
    check_hours(row, wrong)


def check_conversations(rows: list[dict], wrong: list[str]) -> None:
    turns: dict[str, list[dict]] = {}
    for row in rows:
        if "conversation" in row:
            turns.setdefault(row["conversation"], []).append(row)
        elif row["kind"] == "followup":
            wrong.append(f"{row['id']}: a follow-up without a conversation")
    for name, said in turns.items():
        if not 2 <= len(said) <= 4 or said[0]["kind"] == "followup" or any(r["kind"] != "followup" for r in said[1:]):
            wrong.append(f"{name}: not a first question and 1 to 3 follow-ups")
        if [r["at"] for r in said] != sorted(r["at"] for r in said):
            wrong.append(f"{name}: turns run backwards in time")


def main() -> int:
    rows = [json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    source, wrong = sources(), []
    faq = {norm(r["question"]) for r in csv.DictReader((BRAND / "faq.csv").open(encoding="utf-8"))}
    for row in rows:
        check_row(row, source, faq, wrong)
    check_conversations(rows, wrong)
    counts = Counter(row["kind"] for row in rows)
    wrong.extend(f"{k}: {counts[k]} questions, at least {n} wanted" for k, n in LEAST.items() if counts[k] < n)
    singles = Counter(norm(r["text"]) for r in rows if "conversation" not in r)
    wrong.extend(f"asked twice: {text}" for text, n in singles.items() if n > 1)
    if len(rows) != 320 or len({r["id"] for r in rows}) != len(rows):
        wrong.append(f"{len(rows)} questions, or an id used twice")
    wrong.extend(f"{i}: in HOURS but not a question" for i in HOURS if i not in {r["id"] for r in rows})
    print("\n".join(wrong) or f"{len(rows)} questions are sound: {dict(counts.most_common())}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
