"""Pictures from strangers: looked at without decoding them, and written anew without anything that is not the picture."""
