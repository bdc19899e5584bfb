"""Sentences and citations as JSON and back: the form in which the outbox and the decisions keep them."""

from collections.abc import Iterable, Mapping
from typing import Any

from dangol.answers.answer import Citation, Sentence
from dangol.channels.port import Choice
from dangol.outbox.row import Body


def citation_json(citation: Citation) -> dict[str, Any]:
    return {"id": citation.id, "version": citation.version, "quote": citation.quote}


def sentences_json(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    return [{"text": sentence.text, "citations": [citation_json(citation) for citation in sentence.citations]} for sentence in sentences]


def sentences_from(data: Iterable[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=item["text"], citations=tuple(Citation(**cited) for cited in item["citations"])) for item in data)


def body_json(body: Body) -> dict[str, Any]:
    """``{"text", "sentences": [{"text", "citations"}], "citations": [{"id", "version", "quote"}], "choices"?: [[label, value]]}``."""
    cited = [citation_json(citation) for citation in body.citations]
    choices = {"choices": [[one.label, one.value] for one in body.choices]} if body.choices else {}
    return {"text": body.text, "sentences": sentences_json(body.sentences), "citations": cited, **choices}


def body_from(data: Mapping[str, Any]) -> Body:
    choices = tuple(Choice(label=label, value=value) for label, value in data.get("choices", ()))
    return Body(text=data["text"], sentences=sentences_from(data["sentences"]), choices=choices)


def edited(body: Body, text: str) -> Body:
    """``body`` with an agent's wording: a sentence keeps its evidence only if it still stands there word for word."""
    return Body(text=text, sentences=tuple(sentence for sentence in body.sentences if sentence.text in text), choices=body.choices)
