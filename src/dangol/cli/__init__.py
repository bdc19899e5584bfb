"""The commands of ARCHITECTURE §6. ``main`` is what ``dangol`` runs; each command imports what it needs only when it is run."""

import os


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    # numpy's own threads spin while they wait for each other. For the small products of one question that only costs: on two busy cores the
    # encoder took 30-54 ms (p90 530) with them and 7-10 ms (p90 13-20) without. It has to be said before numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dangol.cli.app import run

    run()
