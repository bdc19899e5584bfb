"""What ``[law]`` of ``brand.toml`` says: how long people's data is kept, and whether messages are stored masked."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dangol.kit.errors import BadInput

Days = Annotated[int, Field(ge=1, le=36_500)]


class Law(BaseModel):
    """``[law]``. Without a number of days nothing of that kind goes by itself.

    Attributes:
        keep_anonymous_days: an anonymous browser that proved nothing is erased so long after it was seen last.
        keep_inactive_days: anybody is erased so long after all of their identities were seen last.
        keep_conversation_days: a conversation that waits for nobody goes so long after its last message.
        keep_behaviour_days: what an event said goes so long after it, except messages, trades and proofs of identity.
        mask_messages: phone numbers, cards, addresses and the like are replaced by labels before a message is stored.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    keep_anonymous_days: Days | None = None
    keep_inactive_days: Days | None = None
    keep_conversation_days: Days | None = None
    keep_behaviour_days: Days | None = None
    mask_messages: bool = False


def read_law(table: Mapping[str, Any]) -> Law:
    """The brand's law.

    Raises:
        BadInput: ``brand.bad_law`` naming the key.
    """
    try:
        return Law.model_validate(dict(table))
    except ValidationError as error:
        key = f"law.{error.errors()[0]['loc'][0]}"
        known = ", ".join(Law.model_fields)
        raise BadInput(
            "brand.bad_law",
            ko=f"brand.toml: {key} 항목을 모르거나 값이 범위를 벗어났습니다. 날수는 1 이상의 정수입니다. 쓸 수 있는 항목: {known}.",
            en=f"brand.toml: {key} is unknown or out of range. Days are whole numbers from 1. Known are: {known}.",
        ) from None
