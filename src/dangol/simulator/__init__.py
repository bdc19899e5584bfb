"""Platforms of our own, for trying and testing: they speak the real protocols against our real addresses, and need no account."""
