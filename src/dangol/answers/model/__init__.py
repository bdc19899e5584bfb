"""The rung of the ladder where a language model phrases what the evidence says, and only that. Start at ``phrasing``."""
