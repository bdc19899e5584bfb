"""How often the answers are right, on questions written by people who have not read the code."""
