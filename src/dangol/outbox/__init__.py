"""What may be said, when, and proof that it was: kind, leases, retry, receipts."""
