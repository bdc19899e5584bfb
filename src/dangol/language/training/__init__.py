"""How the shipped models are made from the public data (``dangol train``). Needs the extra ``train`` (torch, scipy); never imported at run
time.
"""
