"""Naver TalkTalk (네이버 톡톡), by its chatbot API (navertalk/chatbot-api)."""
