"""Checks questions.jsonl against the brand files: ids, citations, golds, prices, hours. Run: python check.py"""
import csv, datetime as dt, json, pathlib, re, sys
from collections import Counter

HERE = pathlib.Path(__file__).parent
rows = lambda n: list(csv.DictReader((HERE / n).open(encoding="utf-8")))
norm = lambda s: re.sub(r"[\s,]", "", s).lower()
products, places, faq = ({r["id"]: r for r in rows(n)} for n in ("products.csv", "places.csv", "faq.csv"))
texts, known = {}, set()
for kind, table in (("product", products), ("place", places)):
    for i, r in table.items():
        for k, v in r.items():
            if k != "id" and v:
                known.add(f"{kind}/{i}/{k}"); texts[f"{kind}/{i}/{k}"] = v
for i, r in faq.items():
    known.add(f"faq/{i}"); texts[f"faq/{i}"] = r["answer"]
for kind, folder in (("policy", "policies"), ("article", "articles")):
    for p in (HERE / folder).glob("*.md"):
        for part in re.split(r"^## ", p.read_text(encoding="utf-8"), flags=re.M)[1:]:
            head, body = part.split("\n", 1)
            c = f"{kind}/{p.stem}#{head.strip().replace(' ', '-')}"
            known.add(c); texts[c] = body
qs = [json.loads(l) for l in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
bad = []
KINDS = set("price stock options attribute hours holiday_hours location parking shipping policy faq article compare list multi "
            "followup unanswerable ambiguous upset safety person smalltalk english injection".split())
DEC = {"answer", "ask_back", "hand_over", "offer", "silent"}
FIELDS = {"id", "kind", "at", "text", "decision", "values", "forbidden", "citations"}
COMPUTED = {"31000", "11000", "20000"}   # differences and sums worked out by the asker's question
if len({q["id"] for q in qs}) != len(qs): bad.append("ids repeat")
if len({(q.get("conversation"), q["text"]) for q in qs}) != len(qs): bad.append("texts repeat")
verbatim = {norm(r["question"]) for r in faq.values()}
for q in qs:
    e = lambda m: bad.append(f"{q['id']} {q['text'][:30]}: {m}")
    if set(q) - {"conversation"} != FIELDS or q["kind"] not in KINDS or not q["decision"] or set(q["decision"]) - DEC: e("shape")
    if dt.datetime.fromisoformat(q["at"]).utcoffset() != dt.timedelta(hours=9): e("at")
    if norm(q["text"]) in verbatim: e("copies a FAQ question")
    for c in q["citations"]:
        if c not in known: e("no such citation " + c)
    for alt in (a for v in q["values"] for a in v):
        for f in q["forbidden"]:
            if norm(f) in norm(alt): e(f"gold {alt!r} holds forbidden {f!r}")
    src = " ".join(texts.get(c, "") for c in q["citations"])
    if q["citations"] and q["values"]:                        # every gold rests on the cited text
        amounts = set(re.findall(r"\d+", src.replace(",", "")))
        for v in q["values"]:
            won = {m for a in v if (m := (re.fullmatch(r"(\d+)원", norm(a)) or [0, 0])[1])}
            if won and not any(w in amounts or w in COMPUTED for w in won): e(f"amount {won} not in the cited text")
            clock = [a for a in v if re.fullmatch(r"\d\d:\d\d", a)]
            if clock and not any(norm(a) in norm(src) for a in v): e(f"time {clock[0]} not in the cited text")
    if q["kind"] == "price":
        ids = {c.split("/")[1] for c in q["citations"]}
        if not any(norm(products[i]["price"] + "원") in map(norm, q["values"][0]) for i in ids): e("price")
    if q["kind"] == "stock":
        i = q["citations"][0].split("/")[1]
        if (products[i]["stock"] == "0") != ("품절" in q["values"][0]): e("stock")
order = {}
for n, q in enumerate(qs):
    if c := q.get("conversation"): order.setdefault(c, []).append((n, q))
    elif q["kind"] == "followup": bad.append(q["id"] + " follow-up without conversation")
for c, t in order.items():
    if t[0][1]["kind"] == "followup" or any(q["kind"] != "followup" for _, q in t[1:]) or [n for n, _ in t] != list(range(t[0][0], t[0][0] + len(t))):
        bad.append(c + " turns out of order")
print(len(qs), "questions", dict(Counter(q["kind"] for q in qs)))
print("\n".join(bad) or "all checks pass")
sys.exit(bool(bad))
