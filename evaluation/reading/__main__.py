"""``python -m evaluation.reading [--failures]``: written cases of reading, linking on the demo brand, and personal data."""

import sys

from evaluation.__main__ import DEMO
from evaluation.reading.measures import linking, meanings, personal_data
from evaluation.score import answerer_for


def main(arguments: list[str]) -> int:
    lexicon = answerer_for(DEMO[0]).ground.lexicon
    for one in (*meanings(lexicon), linking(lexicon), linking(lexicon, "linking_fresh")):
        print(f"{one.name:14} {100 * one.share:6.1f} %  of {one.count}")
        if "--failures" in arguments and one.name != "linking_fresh":
            for text, expected, found in one.wrong:
                print(f"    {text!r}: {expected} expected, {found} found")
    scores = personal_data()
    print(f"personal data: recall {100 * scores['recall']:.2f} %, precision {100 * scores['precision']:.2f} % of {scores['forms']} forms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
