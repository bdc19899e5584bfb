"""What each part of the search adds, and whether the engine knows when it does not know: ``make bench-answers``."""
