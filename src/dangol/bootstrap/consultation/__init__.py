"""Consultations of this house: their files, the talk in a chat, and the page."""
