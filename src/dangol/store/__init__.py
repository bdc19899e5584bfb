"""Engines: SQLite or PostgreSQL; migrations."""
