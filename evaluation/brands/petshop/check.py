"""Checks this folder: every citation id in questions.jsonl exists, ids are unique, fields are valid. Run: python check.py

A passage id is policy/<stem>#<heading with spaces as ->; passages.json lists each with its heading and ordinal.
"""
import csv, json, re, sys, tomllib
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
KINDS = set("price stock options attribute hours holiday_hours location parking shipping policy faq article compare multi followup unanswerable ambiguous upset safety person smalltalk english injection".split())
DECISIONS = {"answer", "ask_back", "hand_over", "offer", "silent"}


def facts():
    ids, passages = {}, []
    for kind, file in (("product", "products.csv"), ("place", "places.csv")):
        for row in csv.DictReader((HERE / file).open(encoding="utf-8")):
            assert None not in row and None not in row.values(), row
            ids |= {f"{kind}/{row['id']}/{k}": v for k, v in row.items() if v != ""}
    ids |= {f"faq/{row['id']}": row["answer"] for row in csv.DictReader((HERE / "faq.csv").open(encoding="utf-8"))}
    for kind, folder in (("policy", "policies"), ("article", "articles")):
        for path in sorted((HERE / folder).glob("*.md")):
            parts = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.M)
            for n, (head, body) in enumerate(zip(parts[1::2], parts[2::2]), 1):
                pid = f"{kind}/{path.stem}#{head.strip().replace(' ', '-')}"
                assert pid not in ids
                ids[pid] = body.strip()
                passages.append({"id": pid, "stem": path.stem, "heading": head.strip(), "ordinal": n})
    return ids, passages


def main():
    tomllib.loads((HERE / "brand.toml").read_text(encoding="utf-8"))
    ids, passages = facts()
    (HERE / "passages.json").write_text(json.dumps(passages, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    squash = lambda t: re.sub(r"[\s,]", "", t)
    seen, bad, review = set(), [], []
    for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        q = json.loads(line)
        if q["id"] in seen or q["kind"] not in KINDS or not set(q["decision"]) <= DECISIONS or not q["decision"]:
            bad.append((q["id"], "fields"))
        seen.add(q["id"])
        datetime.fromisoformat(q["at"])
        bad += [(q["id"], c) for c in q["citations"] if c not in ids]
        text = squash(" ".join(ids.get(c, "") + ("원" if c.endswith("/price") else "") for c in q["citations"]))
        for group in q["values"]:
            if q["citations"] and not any(squash(v) in text for v in group):
                review.append((q["id"], q["text"], group[:3]))
        review += [(q["id"], "a cited fact holds the forbidden", f) for f in q["forbidden"] if q["citations"] and squash(f) in text]
        bad += [(q["id"], "value is forbidden", f) for f in q["forbidden"] for g in q["values"] for v in g if squash(f) in squash(v)]
    for r in review:
        print("review by eye:", *r)
    print(len(seen), "questions,", len(ids), "facts and passages,", len(bad), "errors", *bad)
    sys.exit(bool(bad))


main()
