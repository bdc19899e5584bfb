"""The doors for people: HTTP API, staff console, chat widget."""
