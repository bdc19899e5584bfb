"""What stands under a letter in plain words, for a channel without cards or buttons, and for what does not fit into them."""

from collections.abc import Sequence

from dangol.channels.port import Letter, Link, Table


def with_links(text: str, links: Sequence[Link]) -> str:
    """The text, and each link on a line of its own."""
    return text + "".join(f"\n\n{link.label}: {link.url}" for link in links)


def whole(letter: Letter) -> str:
    """All of a letter in words: its text, which says what a table would, and its links."""
    return with_links(letter.text, (*letter.links, *links_of(letter.table)))


def blocks(table: Table) -> str:
    """A table as text: what leads to it, then each thing with its values, a line each."""
    return "\n\n".join([*([table.lead] if table.lead else []), *(f"■ {head}\n{lines}" for head, lines in things(table))])


def things(table: Table) -> list[tuple[str, str]]:
    """Each thing of a table and its values, ``label: value`` a line, without those that are not known."""
    return [(head, "\n".join(f"{label}: {cells[at]}" for label, cells in table.rows if cells[at])) for at, head in enumerate(table.heads)]


def links_of(table: Table | None) -> tuple[Link, ...]:
    """The pages of a table's things, each by its name."""
    return tuple(Link(label=head, url=url) for head, url in zip(table.heads, table.urls, strict=True) if url) if table else ()
