"""Cafe24 (카페24), by the webhooks of an app of the mall's own."""
