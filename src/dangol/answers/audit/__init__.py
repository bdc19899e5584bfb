"""Whether one answer says the same everywhere, and whether the knowledge contradicts itself. Start at ``surface`` and ``conflicts``."""
