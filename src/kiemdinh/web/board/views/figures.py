"""The form for the figures of a school or of one of its stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.api.assess import assess
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.narration.language import shorten_line
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.portfolio.columns import meaning_of_record
from kiemdinh.portfolio.templates import Question, QuestionLister
from kiemdinh.web.board.views.fields import (
    RecordField,
    RecordsView,
    find_name,
    list_evidence,
    list_own_stages,
    write_kept,
)
from kiemdinh.web.board.views.said_figures import FigureWords
from kiemdinh.web.board.views.said_findings import FindingWords
from kiemdinh.web.workers import find_served

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries, InputForm
    from kiemdinh.portfolio.columns import ColumnMeaning

__all__ = ["list_figure_fields", "view_figures"]


def view_figures(framework: str, dossier: Mapping[str, Any], subject: str | None, lang: str) -> RecordsView:
    """Return the data of a dossier that the page of figures shows.

    Parameters
    ----------
    framework
        The id of a framework that this worker serves.
    dossier
        Plain data of the dossier.
    subject
        The stage whose figures are shown; None or an empty text for those of the school, and those that are given for
        each stage. A stage that the school does not have has no form.
    lang
        The language of the page, "vi" or "en".

    Raises
    ------
    InputError
        The dossier cannot be read.
    """
    result = assess(find_served(framework), dict(dossier))
    words = FindingWords(allowed_entries(result.framework), lang)
    stages = list_own_stages(result, result.dossier.values)
    stage = subject or None
    fields = tuple(list_figure_fields(result, words, stage)) if stage in stages else ()
    return RecordsView(
        find_name(result),
        stage or "" if stage in stages else None,
        stage,
        tuple((one, one or "") for one in stages) if len(stages) > 1 else (),
        fields,
        list_evidence(result.dossier, words),
        write_kept(result.dossier, words.allowed, dossier),
        registers=tuple(_count_members(result, words)),
    )


def _count_members(result: Assessment, words: FindingWords) -> Iterator[tuple[str, int]]:
    """Yield the name of the members of each register, and their number on the day of the assessment."""
    for kind in result.framework.definition.populations:
        rows = result.dossier.register.get(kind, ())
        yield words.names.name_kind(kind), sum(row.belongs_on(result.dates.evidence) for row in rows)


def list_figure_fields(result: Assessment, words: FindingWords, stage: str | None) -> Iterator[RecordField]:
    """Yield a field for each figure: those that rules ask for, and those that are recorded at other places.

    They stand under the criterion that reads them first. For the school these are its own figures and those that are
    given for each stage; for a stage, all that can be its own.
    """
    allowed, figures = words.allowed, FigureWords(words)
    stages = result.dossier.school.stages or ()
    lister = QuestionLister(allowed, "criterion", words.messages.lang, result.dates.evidence, stages)
    for name, (group, questions) in _group_by_input(lister).items():
        form = allowed.inputs[name]
        asked = (one for question in questions for one in _place_at_stage(question.meaning, form, stage))
        titles = {question.meaning.members: question.title for question in questions}
        for meaning in dict.fromkeys((*asked, *_list_recorded(result.dossier, form, stage, allowed))):
            title = titles.get(meaning.members, questions[0].title)
            yield _make_field(figures, meaning, title, group, questions[0], result.dossier)


def _group_by_input(lister: QuestionLister) -> dict[str, tuple[str, list[Question]]]:
    """Return the figures that are asked for, by the name of the input, with the criterion that they stand under."""
    found: dict[str, tuple[str, list[Question]]] = {}
    group = ""
    for one in lister.list_questions():
        if isinstance(one, Question) and one.meaning.kind == "input":
            found.setdefault(one.meaning.id, (group, []))[1].append(one)
        else:
            node = one.meaning.id if isinstance(one, Question) else one.id
            group = shorten_line(f"{node} {one.title}".strip(), MAX_TITLE_OF_ROW)
    return found


def _place_at_stage(meaning: ColumnMeaning, form: InputForm, stage: str | None) -> Iterator[ColumnMeaning]:
    """Yield the place of a figure among those of a stage; yield nothing where it cannot belong to a stage."""
    if stage is None or meaning.stage == stage:
        yield meaning
    elif meaning.stage is None and form.by_stage:
        yield replace(meaning, stage=stage)


def _list_recorded(
    dossier: Dossier, form: InputForm, stage: str | None, allowed: AllowedEntries
) -> Iterator[ColumnMeaning]:
    """Yield the places at which a figure is recorded: those of one stage, or those on the page of the school."""
    is_by_stage = stage is None and "stage" in form.definition.each
    is_of_page = (None, *(dossier.school.stages or ())) if is_by_stage else (stage,)
    for one in dossier.values:
        if one.name == form.name and one.side == "self" and one.stage in is_of_page:
            yield meaning_of_record(one, allowed)


def _make_field(
    figures: FigureWords, meaning: ColumnMeaning, title: str, group: str, question: Question, dossier: Dossier
) -> RecordField:
    form = figures.allowed.inputs[meaning.id]
    recorded = (one for one in dossier.values if one.name == meaning.id)
    named = [figures.messages.name_stage(meaning.stage)] if meaning.stage else []
    where = ", ".join((*named, *([] if meaning.year is None else [meaning.year])))
    return RecordField(
        str(meaning),
        "decision" if form.definition.type == "decision" else "figure",
        meaning.id,
        meaning.stage,
        meaning.members,
        meaning.year,
        f"{title} ({where})" if where else title,
        group,
        figures.list_options(form),
        form.measure.kind,
        "; ".join((*figures.list_bounds(form), *question.notes)),
        figures.allowed.takes_shares(meaning.id) or any(one.part is not None for one in recorded),
        figures.say_side(dossier, "external", meaning.id, meaning.stage, meaning.at),
    )
