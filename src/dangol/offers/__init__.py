"""What might fit a person at a moment: candidates from the brand's own history, ranked. Pure: it reads values and sends nothing."""
