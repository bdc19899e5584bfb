"""Kakao i OpenBuilder: the skill server of a KakaoTalk channel's chatbot (카카오톡 채널 챗봇)."""
