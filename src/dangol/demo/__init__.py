"""The demo: a copy of the fictional brand, three months of fictional history in its journal, and a few live messages of today.

History goes in as imported events, so nothing is ever sent because of it.
"""
