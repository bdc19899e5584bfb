"""Where an answer may follow: Kakao's own callback address, and nothing else. Otherwise whoever can call us could make us call anyone."""

from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

VALID_FOR = timedelta(seconds=55)  # Kakao takes it for a minute; what is begun after this would come too late


def allowed(url: str, platform: str = "") -> bool:
    """Whether ``url`` is https at a host below kakao.com, without a port or credentials; or lies under ``platform`` (the simulator).

    >>> allowed("https://bot-api.kakao.com/v1/bots/b/callback/t"), allowed("https://evil-kakao.com/t"), allowed("http://a.kakao.com/t")
    (True, False, False)
    """
    parts = _split(url)
    if parts is None or not url.isprintable() or not url.isascii() or any(sign in url for sign in " \\"):
        return False
    if platform:
        own = _split(platform)
        return own is not None and (parts.scheme, parts.netloc) == (own.scheme, own.netloc) and parts.path.startswith(own.path)
    host = parts.hostname or ""
    return parts.scheme == "https" and parts.netloc.lower() in {host, f"{host}:443"} and host.endswith(".kakao.com")


def open_still(asked_at: datetime | None, now: datetime) -> bool:
    return asked_at is not None and now - asked_at < VALID_FOR


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
