"""What may be said, when, and proof that it was."""
