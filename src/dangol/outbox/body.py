"""Sentences and citations as JSON and back: the form in which the outbox and the decisions keep them."""

from collections.abc import Iterable, Mapping
from typing import Any

from dangol.answers.answer import Cell, Citation, Comparison, Sentence
from dangol.channels.port import Choice, Link
from dangol.outbox.row import Body


def citation_json(citation: Citation) -> dict[str, Any]:
    return {"id": citation.id, "version": citation.version, "quote": citation.quote}


def sentences_json(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    return [{"text": sentence.text, "citations": [citation_json(citation) for citation in sentence.citations]} for sentence in sentences]


def sentences_from(data: Iterable[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=item["text"], citations=tuple(Citation(**cited) for cited in item["citations"])) for item in data)


def body_json(body: Body) -> dict[str, Any]:
    """``{"text", "sentences": [{"text", "citations"}], "citations": [{"id", "version", "quote"}], "choices"?: [[label, value, short]],
    "links"?: [[label, url]], "comparison"?: {"heads", "rows": [[label, [{"text", "citation"} or null]]], "urls"}}``."""
    cited = [citation_json(citation) for citation in body.citations]
    under: dict[str, Any] = {"choices": [[one.label, one.value, one.short] for one in body.choices]} if body.choices else {}
    under |= {"links": [[one.label, one.url] for one in body.links]} if body.links else {}
    under |= {"comparison": _comparison_json(body.comparison)} if body.comparison else {}
    return {"text": body.text, "sentences": sentences_json(body.sentences), "citations": cited, **under}


def body_from(data: Mapping[str, Any]) -> Body:
    choices = tuple(Choice(label=label, value=value, short=next(iter(more), "")) for label, value, *more in data.get("choices", ()))
    links = tuple(Link(label=label, url=url) for label, url in data.get("links", ()))
    compared = _comparison_from(data["comparison"]) if "comparison" in data else None
    return Body(text=data["text"], sentences=sentences_from(data["sentences"]), choices=choices, links=links, comparison=compared)


def edited(body: Body, text: str) -> Body:
    """``body`` with an agent's wording: a sentence keeps its evidence only if it still stands there word for word, and a comparison
    stays only with all of its sentences."""
    left = tuple(sentence for sentence in body.sentences if sentence.text in text)
    compared = body.comparison if left == body.sentences and text == body.text else None
    return Body(text=text, sentences=left, choices=body.choices, links=body.links, comparison=compared)


def _comparison_json(shown: Comparison) -> dict[str, Any]:
    rows = [
        [label, [{"text": cell.text, "citation": citation_json(cell.citation)} if cell else None for cell in cells]]
        for label, cells in shown.rows
    ]
    return {"heads": list(shown.heads), "rows": rows, "urls": list(shown.urls)}


def _comparison_from(data: Mapping[str, Any]) -> Comparison:
    rows = tuple(
        (label, tuple(Cell(text=cell["text"], citation=Citation(**cell["citation"])) if cell else None for cell in cells))
        for label, cells in data["rows"]
    )
    return Comparison(heads=tuple(data["heads"]), rows=rows, urls=tuple(data["urls"]))
