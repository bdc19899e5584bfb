"""One moment -> one decision: the policy; the only caller of outbox.put towards customers."""
