"""The error tree. Every error says its code, one clear sentence in Korean and in English, whether a retry can help, and whose fault it is.

DangolError
├── BadInput        the caller must change what was sent        (fault "caller", never retried)
├── NotFound        what was named does not exist               (fault "caller")
├── Refused         not allowed: key, role, rule                (fault "caller")
├── Conflict        somebody else moved first                   (retry)
├── Busy            locked, full or overloaded for the moment   (retry)
└── Broken          our own state is damaged                    (fault "us")
"""

from typing import ClassVar, Literal

Fault = Literal["caller", "us"]


class DangolError(Exception):
    """Base of all errors a person may see.

    Args:
        code: stable machine name such as ``"row.price_not_a_number"``.
        ko: the sentence in Korean: what was wrong, where, and what to do.
        en: the same in English.
    """

    status: ClassVar[int] = 500
    retry: ClassVar[bool] = False
    fault: ClassVar[Fault] = "us"

    def __init__(self, code: str, *, ko: str, en: str) -> None:
        super().__init__(f"{en} / {ko} [{code}]")
        self.code = code
        self.ko = ko
        self.en = en

    def as_dict(self) -> dict[str, object]:
        """The form in which it is shown on the API: ``{"error": {"code", "ko", "en", "retry"}}``."""
        return {"error": {"code": self.code, "ko": self.ko, "en": self.en, "retry": self.retry}}


class BadInput(DangolError):
    status = 400
    fault = "caller"


class NotFound(DangolError):
    status = 404
    fault = "caller"


class Refused(DangolError):
    status = 403
    fault = "caller"


class Conflict(DangolError):
    status = 409
    retry = True


class Busy(DangolError):
    status = 503
    retry = True


class Broken(DangolError):
    pass
