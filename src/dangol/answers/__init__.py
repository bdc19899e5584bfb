"""A need and what is true -> a cited answer."""
