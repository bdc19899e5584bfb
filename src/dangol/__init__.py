"""Dangol (단골): a self-hosted relationship engine for small brands."""

__version__ = "0.1.0"
