"""What the chat API takes and gives, as JSON. Unknown fields are refused by name."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dangol.answers.speech import spoken
from dangol.kit.errors import BadInput
from dangol.language.reading import language_of
from dangol.web.views import ChatMessage, ChatThread, ComparisonNote, MessageKind

MAX_TEXT = 4000  # characters
Number = Annotated[int, Field(ge=0, le=2**53)]
ClientId = Annotated[
    str,
    Field(
        min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$", description="The sender's own id; the same id again is the same message"
    ),
]
Token = Annotated[str, Field(max_length=4096)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SessionForm(Form):
    inbox: Annotated[str, Field(min_length=1, max_length=64)] = "web"
    token: Token = ""


class PositionForm(Form):
    """Where the customer is, shared for this message alone; it is kept to about 100 m, with the message."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class MessageForm(Form):
    id: ClientId
    text: str
    kind: MessageKind = "text"
    position: PositionForm | None = None


class RatingForm(Form):
    message: Annotated[str, Field(min_length=1, max_length=64, description="The id of an answer of the machine")]
    helpful: bool


class SignInForm(Form):
    user_id: Annotated[str, Field(min_length=1, max_length=200)]
    hmac: Annotated[str, Field(min_length=1, max_length=128, description="Hex HMAC-SHA256(identity secret, user_id)")]
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class Brand(BaseModel):
    name: str
    name_en: str


class Session(BaseModel):
    token: str
    visitor: str
    inbox: str
    expires_at: datetime
    brand: Brand
    suggestions: list[str]
    near: Annotated[bool, Field(description="Whether a shared position can find the nearest shop")]


class SourceOut(BaseModel):
    id: str
    version: int
    quote: str
    title: str


class LinkOut(BaseModel):
    label: str
    url: Annotated[str, Field(description="https only")]


class CellOut(BaseModel):
    text: str
    source: Annotated[str, Field(description="The id of the source that says it")]


class RowOut(BaseModel):
    label: str
    cells: list[CellOut | None]


class ComparisonOut(BaseModel):
    """Things side by side. ``lead`` and the table together say what ``text`` says."""

    lead: str
    heads: list[str]
    rows: list[RowOut]
    urls: Annotated[list[str], Field(description="Where each thing is ordered; empty where that is not known")]


class MessageOut(BaseModel):
    id: str
    number: int
    sender: Literal["customer", "bot", "agent"]
    text: str
    at: datetime
    client_id: str
    sources: list[SourceOut]
    choices: Annotated[list[str], Field(description="Under the newest message: texts that may be sent by pressing a button")]
    links: Annotated[list[LinkOut], Field(description="Pages that the answer leads to: where the product is ordered, the way to the shop")]
    comparison: Annotated[ComparisonOut | None, Field(description="The part of the text that may be shown as a table")]
    helpful: Annotated[bool | None, Field(description="What this visitor said of an answer of the machine; null while nothing")]
    spoken: Annotated[str, Field(description="The text as it is said aloud, numbers in words; empty for the customer's own messages")]


class ThreadOut(BaseModel):
    messages: list[MessageOut]
    state: Literal["bot", "waiting", "human", "closed"]
    typing: bool
    last: int


class Receipt(BaseModel):
    """The message is durable. For a duplicate ``messages`` holds what followed it, the stored reply among them."""

    id: str
    number: int
    duplicate: bool
    messages: list[MessageOut]


def message_out(message: ChatMessage) -> MessageOut:
    """File and line of a source stay with the staff; a customer sees title, quote and version."""
    sources = [SourceOut(id=one.id, version=one.version, quote=one.quote, title=one.title) for one in message.sources]
    return MessageOut(
        id=message.id,
        number=message.number,
        sender=message.sender,
        text=message.text,
        at=message.at.astimezone(UTC),
        client_id=message.client_key,
        sources=sources,
        choices=list(message.choices),
        links=[LinkOut(label=label, url=url) for label, url in message.links],
        comparison=_comparison_out(message.comparison) if message.comparison else None,
        helpful=message.helpful,
        spoken="" if message.sender == "customer" else spoken(message.text, language_of(message.text)),
    )


def _comparison_out(shown: ComparisonNote) -> ComparisonOut:
    rows = [
        RowOut(label=label, cells=[CellOut(text=cell[0], source=cell[1]) if cell else None for cell in cells])
        for label, cells in shown.rows
    ]
    return ComparisonOut(lead=shown.lead, heads=list(shown.heads), rows=rows, urls=list(shown.urls))


def thread_out(thread: ChatThread, after: int, typing: bool) -> ThreadOut:
    messages = [message_out(message) for message in thread.messages]
    return ThreadOut(messages=messages, state=thread.state, typing=typing, last=messages[-1].number if messages else after)


def check_text(text: str) -> str:
    """The text without surrounding space.

    Raises:
        BadInput: nothing is left, or more than 4,000 characters.
    """
    stripped = text.strip()
    if not stripped.strip("\u200b\u200c\u200d\u2060\ufeff"):
        raise BadInput("text.empty", ko="보낼 말이 비어 있어요.", en="There is no text to send.")
    if len(stripped) > MAX_TEXT:
        raise BadInput(
            "text.too_long",
            ko=f"한 번에 {MAX_TEXT:,}자까지 보낼 수 있어요. 지금은 {len(stripped):,}자예요.",
            en=f"A message may have {MAX_TEXT:,} characters; this one has {len(stripped):,}.",
        )
    return stripped
