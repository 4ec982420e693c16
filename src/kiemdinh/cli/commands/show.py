"""``kiemdinh show``: a framework's structure and rules in words, as a drawing, as a graph, or as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from kiemdinh.cli.shared import confirmations_option, format_option, lang_option, load_framework, say, write, write_page
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["show"]

_PAGES: Final = ("text", "markdown", "html")
"""The forms in which a framework is a page to read."""


@click.command(short_help="Show a framework and its rules in words.")
@click.argument("framework")
@click.argument("node", required=False)
@format_option("text", "markdown", "html", "mermaid", "dot", "graphml", "json")
@click.option("--all", "everything", is_flag=True, help="Everything, as a list to check against the text of the law.")
@confirmations_option
@lang_option
def show(
    framework: str, node: str | None, form: str, lang: str | None, confirmations: str | None, *, everything: bool
) -> None:
    """Show FRAMEWORK (a bundled id or a file): its structure and rules; with NODE, one node in full.

    With --all, every id, text, article, certainty, rule, unit and range, each with a box to tick: in text, markdown or
    html. The forms dot and graphml give what reads what, for Graphviz, yEd or Gephi.
    """
    found = load_framework(framework, unofficial=True, confirmations=confirmations)
    _require_node(found, node)
    if everything and (node is not None or form not in _PAGES):
        message = say(Message("--all shows a whole framework, as text, markdown or html"))
        raise click.UsageError(message)
    if form in _PAGES:
        _write_as_page(found, node, form, lang, everything=everything)
    elif form == "json":
        write(_definition_json(found, node))
    elif form == "mermaid":
        from kiemdinh.narration.drawings import draw_flowchart

        write(draw_flowchart(found, lang, node))
    else:
        write(_graph_text(found, node, form, lang))


def _write_as_page(framework: Framework, node: str | None, form: str, lang: str | None, *, everything: bool) -> None:
    from kiemdinh.narration.layout import render_html, render_markdown
    from kiemdinh.narration.pages import framework_list, framework_page

    page = framework_list(framework, lang) if everything else framework_page(framework, lang, node)
    if form == "html":
        write(render_html(page, lang or framework.language))
    elif form == "markdown":
        write(render_markdown(page))
    else:
        write_page(page)


def _require_node(framework: Framework, node: str | None) -> None:
    """Raise InputError, with the nearest id there is, where *framework* has no such node."""
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.diagnostics.wording import suggest
    from kiemdinh.standards.loading import explain_former_name

    if node is None or node in framework.nodes:
        return
    near = suggest(node, framework.nodes)
    raise InputError(
        [
            Diagnostic(
                "KD208",
                "error",
                Message("{id} has no '{part}'", id=framework.id, part=node),
                found=node,
                hint=explain_former_name(framework, node)
                or (None if near is None else Message("did you mean '{near}'?", near=near)),
            )
        ]
    )


def _graph_text(framework: Framework, node: str | None, form: str, lang: str | None) -> str:
    """Return the dependency graph, or the part of it that *node* reads or that reads it, in DOT or GraphML."""
    from kiemdinh.standards.graph import find_uses, to_dot, to_graphml

    graph = framework.graph()
    if node is not None:
        users, used = find_uses(graph, (node,))
        graph.remove_nodes_from(graph.nodes - {node, *users, *used})
    return to_dot(graph, lang or framework.language) if form == "dot" else to_graphml(graph)


def _definition_json(framework: Framework, node: str | None) -> str:
    """Return the definition, or the part of it that defines *node*, in JSON with the keys of the language."""
    what = framework.definition if node is None else framework.nodes[node].node
    data = what.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
