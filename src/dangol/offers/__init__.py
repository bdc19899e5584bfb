"""What might fit a person at a moment: what they are likely to choose, and the brand's own offers, with what each would cost them.

It sends nothing: whether to write to anybody is ``decisions``' to choose.
"""
