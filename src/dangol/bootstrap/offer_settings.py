"""What ``[offers]`` of ``brand.toml`` says: how low a price may go, and how often a person may be written to unasked."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dangol.decisions.fixed import Arm, Context
from dangol.kit.errors import BadInput

Times = Annotated[int, Field(ge=0, le=100)]


class OfferSettings(BaseModel):
    """``[offers]``.

    Attributes:
        floor: 0…1, the share of a list price that must be left to pay whatever combines.
        messages: whether offers are written to people who agreed to it: off, as drafts that a person approves, or by themselves.
        a_day, a_week, a_month: the most such messages to one person in 24 hours, 7 and 30 days.
        holdout: 0…0.5, the share of people who get none, so that it can be seen what the messages bring.
        explore: 0…1, the least chance of each choice that may be made, so that it can be learned from.
        never_guess: categories of which nothing is guessed of a person, besides those of health, faith and sex life.
        policy: the owner's own, an arm for each context, in place of what is learned; it has to pass first. Empty: what is learned.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    floor: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.5
    messages: Literal["off", "draft_only", "automatic"] = "off"
    a_day: Times = 1
    a_week: Times = 2
    a_month: Times = 4
    holdout: Annotated[float, Field(ge=0, le=0.5, strict=False)] = 0.1
    explore: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.04
    never_guess: tuple[Annotated[str, Field(max_length=100)], ...] = Field(default=(), strict=False)
    policy: dict[Context, Arm] = Field(default_factory=dict)


def read_offer_settings(table: Mapping[str, Any]) -> OfferSettings:
    """The brand's settings of offers.

    Raises:
        BadInput: ``brand.bad_offers`` naming the key.
    """
    try:
        return OfferSettings.model_validate(dict(table))
    except ValidationError as error:
        key = f"offers.{error.errors()[0]['loc'][0]}"
        known = ", ".join(OfferSettings.model_fields)
        raise BadInput(
            "brand.bad_offers",
            ko=f"brand.toml: {key} 항목을 모르거나 값이 범위를 벗어났습니다. 쓸 수 있는 항목: {known}.",
            en=f"brand.toml: {key} is unknown or out of range. Known are: {known}.",
        ) from None
