"""The commands of ARCHITECTURE §6. ``main`` is what ``dangol`` runs; each command imports what it needs only when it is run."""


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    from dangol.cli.app import run

    run()
