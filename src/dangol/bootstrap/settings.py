"""What the environment (``DANGOL_*``) and ``brand.toml``'s ``[limits]`` say about this installation."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dangol.decisions.policy import THRESHOLD
from dangol.kit.errors import BadInput


def _listed(value: Any) -> Any:
    """``"a, b"`` as ``("a", "b")``."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Allowed(BaseModel):
    """A limit on requests, written ``"300/1200"``: 300 at once, then 1,200 a minute."""

    model_config = ConfigDict(frozen=True)

    at_once: Annotated[int, Field(ge=1, le=1_000_000)]
    a_minute: Annotated[float, Field(gt=0, le=60_000_000)]


def _allowed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    at_once, _, a_minute = value.partition("/")
    return {"at_once": at_once.strip(), "a_minute": a_minute.strip()}


Rate = Annotated[Allowed, NoDecode, BeforeValidator(_allowed)]


class Settings(BaseSettings):
    """The environment. Lists are written with commas.

    Attributes:
        database_url: PostgreSQL instead of the folder's own ``dangol.db``.
        inboxes: secrets and settings of the inboxes, ``DANGOL_INBOXES__name__key``; they win over ``brand.toml``.
        secret: instead of ``dangol.key``, for several machines that serve one brand: at least 32 characters.
        contact_keys: secrets that contact data is sealed with instead of the above, the newest first, at least 32 characters each.
        erasures: a second place for the ledger of erasures, on another disk.
        api_keys: may post events. device_keys: may ask for answers. identity_secret: shared with the shop's server for chat sign-in.
        model_key: of the language model's server.
        allowed_origins: other sites that may embed the chat. secure_cookies: True behind HTTPS.
        address_rate, visitor_rate, inbox_rate: limits on requests of one network address, one visitor, one inbox.
        traces: an OpenTelemetry collector (OTLP over HTTP); empty means no traces.
        metrics_token: may read ``/metrics``; without one, only this machine may. log_format: ``plain`` or ``json``.
        sentiment_model, act_model, toxicity_model: folders of larger ONNX models that judge instead of the shipped ones.
        host, port: where ``serve`` listens. forwarded_ips: proxies whose word on the client's address is taken.
    """

    model_config = SettingsConfigDict(env_prefix="DANGOL_", env_nested_delimiter="__", extra="ignore", frozen=True)

    database_url: str = ""
    secret: str = ""
    inboxes: Mapping[str, Mapping[str, str]] = {}
    contact_keys: Listed = ()
    erasures: str = ""
    api_keys: Listed = ()
    device_keys: Listed = ()
    identity_secret: str = ""
    model_key: str = ""
    allowed_origins: Listed = ()
    secure_cookies: bool = False
    address_rate: Rate = Allowed(at_once=300, a_minute=1200)
    visitor_rate: Rate = Allowed(at_once=10, a_minute=30)
    inbox_rate: Rate = Allowed(at_once=2000, a_minute=60_000)
    metrics_token: str = ""
    traces: str = ""
    log_format: Literal["plain", "json"] = "plain"
    sentiment_model: str = ""
    act_model: str = ""
    toxicity_model: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    forwarded_ips: str = "127.0.0.1"


class Limits(BaseModel):
    """``[limits]`` of ``brand.toml``.

    Attributes:
        confidence: 0…1, an answer less sure than this goes to a person.
        answer_seconds: how long thinking about one message may take; Kakao hangs up after five.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    confidence: Annotated[float, Field(ge=0, le=1, strict=False)] = THRESHOLD
    answer_seconds: Annotated[float, Field(gt=0, le=60, strict=False)] = 4.0


def read_settings() -> Settings:
    """The environment's settings.

    Raises:
        BadInput: ``settings.bad_value`` naming the variable; its value is not repeated, it may be a secret.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        name = f"DANGOL_{str(error.errors()[0]['loc'][0]).upper()}"
        raise BadInput(
            "settings.bad_value",
            ko=f"환경 변수 {name}의 값이 잘못되었습니다. 값을 고치거나 지워 주세요.",
            en=f"The environment variable {name} has a bad value. Correct it or unset it.",
        ) from None
    if settings.secret and len(settings.secret) < 32:
        raise BadInput(
            "settings.secret_short",
            ko="DANGOL_SECRET이 32자보다 짧습니다. 더 긴 무작위 값을 정해 주세요.",
            en="DANGOL_SECRET is shorter than 32 characters. Set a longer random value.",
        )
    if any(len(secret) < 32 for secret in settings.contact_keys):
        raise BadInput(
            "settings.secret_short",
            ko="DANGOL_CONTACT_KEYS에 32자보다 짧은 것이 있습니다. 더 긴 무작위 값을 정해 주세요.",
            en="DANGOL_CONTACT_KEYS has one shorter than 32 characters. Set longer random values.",
        )
    return settings


def read_limits(table: Mapping[str, Any]) -> Limits:
    """The brand's limits.

    Raises:
        BadInput: ``brand.bad_limit`` naming the key.
    """
    try:
        return Limits.model_validate(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        key = f"limits.{first['loc'][0]}"
        known = ", ".join(Limits.model_fields)
        raise BadInput(
            "brand.bad_limit",
            ko=f"brand.toml: {key} 항목을 모르거나 값이 범위를 벗어났습니다. 쓸 수 있는 항목: {known}.",
            en=f"brand.toml: {key} is unknown or out of range. Known are: {known}.",
        ) from None
