"""Clock, ids, money, Korean text normalising, retry: no word of the domain."""
