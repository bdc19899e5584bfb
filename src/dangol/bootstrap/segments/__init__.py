"""Segments: who is in them, frozen lists of them, and what of them may go to an advertising platform."""
