"""Checks this brand's questions.jsonl against its files: fields, ids, turns, and that every citation exists.

A passage's id here is its level-2 heading; headings hold no spaces, so that any slugging gives the same id.
Run: python check.py (standard library only; with opening_hours installed the hours are validated too).
"""
import collections, csv, datetime, json, pathlib, re, sys

HERE = pathlib.Path(__file__).parent
KINDS = set("price stock options attribute hours holiday_hours location parking shipping policy faq article compare multi "
            "followup unanswerable ambiguous upset safety person smalltalk english injection".split())
FIELDS = {"id", "kind", "conversation", "at", "text", "decision", "values", "forbidden", "citations"}


def known_citations():
    ids = set()
    for name, kind in (("products", "product"), ("places", "place")):
        with open(HERE / f"{name}.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                assert None not in row and None not in row.values(), row
                ids |= {f"{kind}/{row['id']}/{column}" for column, value in row.items() if value and column != "id"}
    with open(HERE / "faq.csv", encoding="utf-8") as file:
        ids |= {f"faq/{row['id']}" for row in csv.DictReader(file)}
    for folder, kind in (("policies", "policy"), ("articles", "article")):
        for path in (HERE / folder).glob("*.md"):
            ids |= {f"{kind}/{path.stem}#{h}" for h in re.findall(r"^## (\S+)$", path.read_text("utf-8"), re.M)}
    return ids


def main():
    known, errors, seen, last = known_citations(), [], set(), {}
    questions = [json.loads(line) for line in open(HERE / "questions.jsonl", encoding="utf-8")]
    for q in questions:
        here = q["id"]
        errors += [f"{here}: unknown field {k}" for k in q.keys() - FIELDS]
        errors += [f"{here}: unknown citation {c}" for c in q["citations"] if c not in known]
        if here in seen or q["kind"] not in KINDS:
            errors.append(f"{here}: repeated id or unknown kind")
        seen.add(here)
        if not set(q["decision"]) <= {"answer", "ask_back", "hand_over", "offer", "silent"} or not q["decision"]:
            errors.append(f"{here}: decision")
        if q["decision"] != ["answer"] and (q["values"] or q["citations"]):
            errors.append(f"{here}: values or citations although not only an answer")
        if any(not group or not all(group) for group in q["values"]):
            errors.append(f"{here}: empty value")
        if bool(q["values"]) != bool(q["citations"]):
            errors.append(f"{here}: values without citations or the reverse")
        at = datetime.datetime.fromisoformat(q["at"])
        talk = q.get("conversation")
        if q["kind"] == "followup" and talk not in last:
            errors.append(f"{here}: a follow-up without a first turn")
        if talk:
            if talk in last and last[talk] >= at:
                errors.append(f"{here}: turns out of order")
            last[talk] = at
    try:
        from opening_hours import validate
        with open(HERE / "places.csv", encoding="utf-8") as file:
            errors += [f"place {r['id']}: hours" for r in csv.DictReader(file) if not validate(r["hours"])]
    except ImportError:
        pass
    print(len(questions), "questions", dict(collections.Counter(q["kind"] for q in questions)))
    print(len(known), "citation ids known,", len(errors), "errors", *errors, sep="\n" if errors else " ")
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
