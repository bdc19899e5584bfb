"""The fictional brand of the demo, and the fictional people who shop there. Pure: a seed in, names, habits and history out."""
