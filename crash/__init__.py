"""What Dangol promises when it dies, tried on the real programs: ``python -m crash kill`` and ``python -m crash power``.

It lies beside ``src`` and is not installed.
"""
