"""Small pictures with everything in them that has to go: a place, a maker, a comment, a profile."""

import struct
from base64 import b64decode
from zlib import compress, crc32

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QCmRXhpZgAATU0AKgAAAAgAAwEPAAIAAAAGAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAOAAAAABQaG9uZQAABAAB"
    "AAIAAAACTgAAAAACAAUAAAADAAAAbgADAAIAAAACRQAAAAAEAAUAAAADAAAAhgAAAAAAAAAlAAAAAQAAACEAAAABAAAAAwAAAAIAAAB+AAAAAQAAADoAAAAB"
    "AAAAAwAAAAL//gAKPHNjcmlwdD7/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/"
    "2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAIAAwDASIAAhEBAxEB/8QA"
    "HwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkK"
    "FhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG"
    "x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC"
    "AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOE"
    "hYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwA/sz/Zo/sz"
    "/ZoooA//2Q=="
)
WEBP = b64decode(
    "UklGRggBAABXRUJQVlA4WAoAAAAcAAAACwAABwAAQUxQSAoAAAABB1DAiAhERP8DVlA4IB4AAACQAQCdASoMAAgADMDOJaQAAuab25AA/iD270AAAABFWElG"
    "ngAAAE1NACoAAAAIAAMBDwACAAAABgAAADIBEgADAAAAAQAGAACIJQAEAAAAAQAAADgAAAAAUGhvbmUAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAG4AAwAC"
    "AAAAAkUAAAAABAAFAAAAAwAAAIYAAAAAAAAAJQAAAAEAAAAhAAAAAQAAAAMAAAACAAAAfgAAAAEAAAA6AAAAAQAAAAMAAAACWE1QIAwAAAA8eD4zNy41NTwv"
    "eD4="
)
WEBP_LOSSLESS = b64decode(
    "UklGRkoAAABXRUJQVlA4TD4AAAAvC8ABAD9AkG0bUrjBeoJs25DCDdYTZNuGFG6wfv5j28p/AAAVGIQkJYUUUkghhRRSyH9mISL6n0FSNMNyPA=="
)


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + crc32(name + body).to_bytes(4)


def png(width: int = 3, height: int = 2, *more: bytes, pixels: bool = True) -> bytes:
    """A grey picture; ``more`` chunks stand before its end."""
    lines = compress(b"".join(b"\0" + b"\x80" * width for _ in range(height))) if pixels else b""
    parts = (chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), *more, chunk(b"IDAT", lines), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
