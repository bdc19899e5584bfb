"""Identities, traits, consent, needs, rhythm."""
