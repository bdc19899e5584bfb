"""The audit of a house: questions replayed through every form, the sheet proven, the knowledge held against itself. Start at "
"``examine``."""
