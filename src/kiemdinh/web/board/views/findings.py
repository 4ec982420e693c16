"""The form for the findings about one criterion, and the check of an edited dossier when a form is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier, read_required_date
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.narration.sentences import list_criteria
from kiemdinh.standards.catalogue import load
from kiemdinh.web.board.views.fields import (
    CriterionLink,
    RecordField,
    RecordsView,
    find_name,
    list_evidence,
    list_own_stages,
    write_kept,
)
from kiemdinh.web.board.views.said_findings import FindingWords
from kiemdinh.web.workers import find_served

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries, NodeForm
    from kiemdinh.standards.loading import Framework

__all__ = ["EditedDossier", "check_dossier", "view_findings"]


@dataclass(frozen=True, slots=True)
class EditedDossier:
    """A dossier after an edit: plain data in the form that is kept, or the problems with it."""

    dossier: Mapping[str, Any] | None
    problems: tuple[Diagnostic, ...] = ()


def view_findings(framework: str, dossier: Mapping[str, Any], subject: str | None, lang: str) -> RecordsView:
    """Return the data of a dossier that the page of findings shows.

    Parameters
    ----------
    framework
        The id of a framework that this worker serves.
    dossier
        Plain data of the dossier.
    subject
        The criterion whose form is shown, as results show its id, with a stage before it for findings of that stage by
        itself (``thcs/1.1``); None where none is asked for. A criterion that does not exist has no form.
    lang
        The language of the page, "vi" or "en".

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
    stages = list_own_stages(result, result.dossier.findings)
    places = {f"{stage}/{node.node}" if stage else node.node: (node.node, stage) for node in rows for stage in stages}
    current = None if subject is None else places.get(subject)
    fields = () if current is None else tuple(_list_fields(words, result.dossier, *current))
    node = None if current is None else current[0]
    of_criterion = tuple((stage, key) for key, (other, stage) in places.items() if other == node)
    return RecordsView(
        find_name(result),
        None if current is None else subject,
        None if current is None else current[1],
        of_criterion if len(of_criterion) > 1 else (),
        fields,
        list_evidence(result.dossier, words),
        write_kept(result.dossier, words.allowed, dossier),
        links,
    )


def _list_fields(words: FindingWords, dossier: Dossier, criterion: str, stage: str | None) -> Iterator[RecordField]:
    """Yield the fields of a criterion and of everything below it, in the order of the definition."""
    for node in (criterion, *_list_below(words.allowed, criterion)):
        form = words.allowed.nodes[node]
        if form.kind is not None and form.info is not None:
            is_number = form.measure is not None and form.measure.kind == "number"
            yield RecordField(
                node,
                "finding",
                node,
                stage,
                (),
                None,
                form.info.node.text_in(words.messages.lang) or form.id,
                _name_group(words, form, criterion),
                () if is_number else words.list_options(form),
                "number" if is_number else "words",
                "",
                False,
                words.say_side(dossier, "external", node, stage),
            )


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
    return EditedDossier(write_kept(read, allowed_entries(found), dossier))
