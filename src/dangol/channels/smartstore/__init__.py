"""Naver SmartStore (네이버 스마트스토어), by the Commerce API. It calls nobody: it is asked."""
