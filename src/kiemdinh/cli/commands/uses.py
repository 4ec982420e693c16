"""``kiemdinh uses``: what depends on a part of a framework or on an article of the law, and what that depends on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import format_option, lang_option, load_framework, say, write, write_page
from kiemdinh.diagnostics.message import Message, join_alternatives

if TYPE_CHECKING:
    import networkx as nx

    from kiemdinh.standards.loading import Framework

__all__ = ["uses"]


@click.command(short_help="Show what depends on a requirement, input, set or article.")
@click.argument("framework")
@click.argument("part", metavar="[ID]", required=False)
@click.option("--article", metavar="TEXT", help="Instead of ID: an article, as the definition cites it.")
@format_option("text", "json")
@lang_option
def uses(framework: str, part: str | None, article: str | None, form: str, lang: str | None) -> None:
    """Show what reads a part of FRAMEWORK (a bundled id or a file), and what that part reads, nearest first.

    ID is a node (1.3), a step of a criterion (1.3/muc-1), an input, a set, a defined quantity, an outcome, an award,
    the members of a register (school), or an outcome or award of another framework (FRAMEWORK/ID). Where two of these
    have the same id, write what it is before it: input:ID, population:ID, set:ID, quantity:ID, outcome:ID, award:ID
    or reference:ID.
    """
    from kiemdinh.narration.pages import uses_page
    from kiemdinh.standards.graph import find_cited, find_uses

    if (part is None) == (article is None):
        message = say(Message("give an ID, or --article TEXT"))
        raise click.UsageError(message)
    found = load_framework(framework, unofficial=True)
    graph = found.graph()
    if article is None:
        about = _require_key(found, graph, part or "")
        used_by, read = find_uses(graph, (about,))
    else:
        about, cited = article, find_cited(graph, article)
        users, read = find_uses(graph, cited)
        used_by = (*cited, *users)  # what cites an article depends on it most directly
    if form == "json":
        write(json.dumps({"id": about, "used_by": used_by, "uses": read}, ensure_ascii=False, indent=2) + "\n")
    else:
        titles = {key: data["titles"] for key, data in graph.nodes(data=True)}
        write_page(uses_page(about, used_by, read, titles, lang or found.language))


def _require_key(framework: Framework, graph: nx.DiGraph[str], part: str) -> str:
    """Return the key that *part* means.

    Raises
    ------
    InputError
        It means nothing in *framework*, or several things; with the nearest id, or with all that it can mean.
    """
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.diagnostics.wording import suggest
    from kiemdinh.standards.graph import find_keys, list_ids
    from kiemdinh.standards.loading import explain_former_name

    keys = find_keys(graph, part)
    if len(keys) == 1:
        return keys[0]
    message = (
        Message("'{part}' names more than one thing in {id}", part=part, id=framework.id)
        if keys
        else Message("{id} has no '{part}'", id=framework.id, part=part)
    )
    near = suggest(part, dict.fromkeys((*graph, *list_ids(graph))))
    hint = (
        Message("write {text}", text=join_alternatives(keys))
        if keys
        else explain_former_name(framework, part)
        or explain_former_name(framework, f"inputs/{part}")
        or (None if near is None else Message("did you mean '{near}'?", near=near))
    )
    raise InputError([Diagnostic("KD208", "error", message, found=part, hint=hint)])
