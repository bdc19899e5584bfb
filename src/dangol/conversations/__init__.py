"""Threads, messages, who owns them, reply windows."""
