"""Sentences that a model might say over the demo brand, right and wrong, written by somebody who had not seen the checker."""
