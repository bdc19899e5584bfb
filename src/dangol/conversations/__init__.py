"""Threads, messages, who owns them."""
