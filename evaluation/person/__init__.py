"""``make bench-person``: next basket, next category and speed on open data, beside baselines that are run in the same minute."""
