"""``[model]`` of ``brand.toml``: which language model phrases answers, when, and what it may use."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dangol.answers.model.budget import Budget
from dangol.kit.errors import BadInput

_Money = Annotated[float, Field(ge=0, le=1e9, strict=False)]


class ModelTable(BaseModel):
    """``[model]``. Its key is never there: it is ``DANGOL_MODEL_KEY``.

    Attributes:
        name: as the server calls it (with ``url``), or ``vendor:name`` as pydantic-ai knows it.
        url: of an OpenAI-compatible server, ending in ``/v1``; empty for a vendor.
        use: ``"unanswered"``: only where facts and passages don't suffice; ``"all"``: every answer with evidence is phrased by it.
        seconds: it may take, within ``limits.answer_seconds``.
        tokens_a_day, money_a_day: hard stops; money 0 = only tokens count. price_read, price_written: of a million tokens.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    url: Annotated[str, Field(pattern=r"^(https?://\S{1,300})?$")] = ""
    use: Literal["unanswered", "all"] = "unanswered"
    seconds: Annotated[float, Field(gt=0, le=60, strict=False)] = 3.0
    tokens_a_day: Annotated[int, Field(ge=0, le=10**12)] = 300_000
    money_a_day: _Money = 0.0
    price_read: _Money = 0.0
    price_written: _Money = 0.0

    @property
    def budget(self) -> Budget:
        return Budget(tokens=self.tokens_a_day, money=self.money_a_day, price_read=self.price_read, price_written=self.price_written)


def read_model(table: Mapping[str, Any]) -> ModelTable | None:
    """The brand's model, None where it has none.

    Raises:
        BadInput: ``brand.bad_model`` naming the key.
    """
    if not table:
        return None
    try:
        return ModelTable.model_validate(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        key = f"model.{first['loc'][0]}"
        known = ", ".join(ModelTable.model_fields)
        raise BadInput(
            "brand.bad_model",
            ko=f"brand.toml: {key} 항목이 없거나, 모르는 항목이거나, 값이 잘못되었습니다. 쓸 수 있는 항목: {known}. "
            "열쇠는 DANGOL_MODEL_KEY에 적습니다.",
            en=f"brand.toml: {key} is missing, unknown or wrong. Known are: {known}. The key belongs into DANGOL_MODEL_KEY.",
        ) from None
