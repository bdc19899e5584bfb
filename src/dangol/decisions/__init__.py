"""One moment, one decision; the only caller of ``outbox.put`` towards customers."""
