"""``python -m evaluation [FOLDER] [--failures]``: the demo's blind questions, or a folder with a brand and its ``questions.jsonl``."""

import sys
from pathlib import Path

from evaluation.hints import of_scored
from evaluation.score import answerer_for, ask_all, read_questions, table

HERE = Path(__file__).parent
DEMO = (HERE.parent / "src/dangol/sample/brand", HERE / "demo/questions.jsonl")


def main(arguments: list[str]) -> int:
    names = [argument for argument in arguments if not argument.startswith("--")]
    sets = [(Path(name), Path(name) / "questions.jsonl") for name in names] or [DEMO]
    for folder, questions in sets:
        print(f"{questions.parent.name}: {folder}")
        scored = ask_all(answerer_for(folder), read_questions(questions))
        if "--failures" in arguments:
            for row in scored:
                if not row.right or row.wrong:
                    mark = "WRONG " if row.wrong else ""
                    print(f"  {mark}{row.question['kind']} | {row.question['text']} | {row.why}")
                    print(f"      -> {row.answer.reasons} {row.answer.text[:230]}")
        print(table(scored))
        print(of_scored(scored))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
