"""One folder a medium: read its payload, prove its sender, speak its format. No business rules."""
