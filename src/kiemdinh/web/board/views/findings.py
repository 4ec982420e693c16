"""The form for the findings about one criterion, and what becomes of a dossier when it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier, read_required_date
from kiemdinh.evidence.writing import dossier_data
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.narration.sentences import list_criteria
from kiemdinh.standards.catalogue import load
from kiemdinh.web.board.views.said_findings import FindingWords, SaidFinding
from kiemdinh.web.workers import find_served

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries, NodeForm
    from kiemdinh.standards.loading import Framework

__all__ = ["EditedDossier", "FindingField", "FindingsView", "check_dossier", "list_fields", "view_findings"]


@dataclass(frozen=True, slots=True)
class FindingField:
    """What can be recorded about a node.

    Attributes
    ----------
    id
        The id of the node.
    title
        What the definition calls it.
    group
        The level that it is a requirement of, by its name; empty for the criterion as a whole.
    options
        The words that can be recorded, each with what it is called; none where it is a number.
    external
        What an external review has found.
    """

    id: str
    title: str
    group: str
    options: tuple[tuple[str, str], ...]
    external: SaidFinding


@dataclass(frozen=True, slots=True)
class CriterionLink:
    """A criterion in the list of the page: its id, its title, and what each side has found."""

    id: str
    title: str
    own: SaidFinding
    external: SaidFinding


@dataclass(frozen=True, slots=True)
class FindingsView:
    """What the page of findings shows.

    Attributes
    ----------
    name
        The name of the school.
    criteria
        All criteria.
    current
        The criterion whose form is shown, as results show its id; None where none is asked for.
    stage
        The stage whose own findings it has; None where they are the school's.
    fields
        What can be recorded about it, and about the requirements below it.
    evidence
        The index of evidence: code, title and last day of each item.
    """

    name: str
    criteria: tuple[CriterionLink, ...]
    current: str | None
    stage: str | None
    fields: tuple[FindingField, ...]
    evidence: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EditedDossier:
    """A dossier after an edit: as plain data in the form that is kept, or what is wrong with it."""

    dossier: Mapping[str, Any] | None
    problems: tuple[Diagnostic, ...] = ()


def view_findings(framework: str, dossier: Mapping[str, Any], criterion: str | None, lang: str) -> FindingsView:
    """Return what the page of findings shows of a dossier, with the form for a criterion where one is asked for.

    Raises
    ------
    InputError
        The dossier cannot be read.
    """
    result = assess(find_served(framework), dict(dossier))
    words = FindingWords(allowed_entries(result.framework), lang)
    rows = list_criteria(result)
    links = tuple(
        CriterionLink(
            node.id,
            node.titles.said(lang) or node.id,
            words.say_side(result.dossier, "self", node.node, node.stage),
            words.say_side(result.dossier, "external", node.node, node.stage),
        )
        for node in rows
    )
    current = next((node for node in rows if node.id == criterion), None)
    fields = () if current is None else tuple(list_fields(words, result.dossier, current.node, current.stage))
    index = result.dossier.evidence or {}
    evidence = tuple(
        (item.code, item.title or "", "" if item.until is None else words.messages.format_date(item.until))
        for item in index.values()
    )
    name = result.school["name"] or result.school["id"] or ""
    shown, stage = (None, None) if current is None else (current.id, current.stage)
    return FindingsView(name, links, shown, stage, fields, evidence)


def list_fields(words: FindingWords, dossier: Dossier, criterion: str, stage: str | None) -> Iterator[FindingField]:
    """Yield what can be recorded about a criterion and about everything below it, in the order of the definition."""
    for node in (criterion, *_list_below(words.allowed, criterion)):
        form = words.allowed.nodes[node]
        if form.kind is not None and form.info is not None:
            options = () if form.measure is not None and form.measure.kind == "number" else words.list_options(form)
            title = form.info.node.text_in(words.messages.lang) or form.id
            external = words.say_side(dossier, "external", node, stage)
            yield FindingField(node, title, _name_group(words, form, criterion), options, external)


def _list_below(allowed: AllowedEntries, node: str) -> Iterator[str]:
    info = allowed.framework.nodes[node]
    for below in (*info.parts, *(one for ids in info.levels.values() for one in ids)):
        yield below
        yield from _list_below(allowed, below)


def _name_group(words: FindingWords, form: NodeForm, criterion: str) -> str:
    info = form.info
    if info is None or info.id == criterion:
        return ""
    if info.level is not None and info.parent is not None:
        return words.names.name_step(info.parent, info.level)
    return (
        ""
        if info.parent is None or info.parent == criterion
        else words.names.name_node(info.parent, most=MAX_TITLE_OF_ROW)
    )


def check_dossier(framework: str, dossier: Mapping[str, Any]) -> EditedDossier:
    """Return an edited dossier in the form that is kept, or every problem that its reader has with it."""
    found: Framework = load(find_served(framework), on=dossier.get("date"))
    try:
        read = read_dossier(dict(dossier), found, default_date=read_required_date(dossier.get("date"), "on"))
    except InputError as error:
        return EditedDossier(None, error.diagnostics)
    kept = dossier_data(read, allowed_entries(found))
    return EditedDossier(
        {**kept, "framework": dossier["framework"], "school": {**dossier.get("school", {}), **kept["school"]}}
    )
