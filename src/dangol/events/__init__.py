"""The journal: append once, read in order, replay."""
