"""The page of a school for its head: its level, what blocks the next one, what to do, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kiemdinh.api.assess import assess
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.narration.language import begin_large
from kiemdinh.narration.layout import render_blocks
from kiemdinh.narration.pages import blocking_sentences, explanation_blocks, school_name
from kiemdinh.narration.sentences import (
    AwardSentences,
    ChangeSentences,
    CriteriaSentences,
    NoteSentences,
    StandingSentences,
    list_criteria,
    target_section,
)
from kiemdinh.narration.sentences.outlook import ForecastSentences
from kiemdinh.rules import UNMET
from kiemdinh.web.board.views.figures import list_figure_fields
from kiemdinh.web.board.views.said_figures import FigureWords
from kiemdinh.web.board.views.said_findings import FindingWords, SaidFinding
from kiemdinh.web.workers import find_served

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import CitedEvidence, LevelRef, NodeResult
    from kiemdinh.data.outlook import ForecastData
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.sentences import BlockingSentences

__all__ = [
    "CriterionRow",
    "Deadline",
    "SchoolView",
    "SuppositionField",
    "assess_school",
    "name_aim",
    "name_certain",
    "say_what_to_do",
    "state_of",
    "view_school",
]

SchoolState: TypeAlias = Literal["top", "improve", "known", "settle", "pending"]
"""Whether the highest level is certain, the next one is not reached, or an unknown that matters has to be settled.

Labels have no order, so that none is the highest: a label that is certain gives ``known``.

In a list, ``pending`` means that the school has not been assessed yet.
"""

_AHEAD = 730
"""How many days ahead items that end are listed."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """An item that must be renewed by a day, in words, and what depends on it; ``is_over`` if it has ended already."""

    by: dt.date
    what: str
    carries: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion in the table: its standing by the result, and the finding of each side.

    ``state`` says whether it reaches the level that is aimed at: ``held``, ``below`` or ``open``.
    """

    id: str
    title: str
    tags: tuple[str, ...]
    stands: str
    state: str
    own: SaidFinding
    external: SaidFinding
    differs: bool


@dataclass(frozen=True, slots=True)
class SuppositionField:
    """A field in which something can be supposed of a criterion or a figure.

    Attributes
    ----------
    id
        Its id in :meth:`~kiemdinh.Assessment.what_if`: ``1.2``, ``input:pupils@2026-2027``.
    name, title
        Its name for people: the id of a criterion, empty for a figure; and its title.
    stands
        Its standing or value now; empty where nothing is recorded of a figure.
    options
        The words that can be supposed, each with its name for people; none where the value is typed.
    form
        How it is typed: ``words``, ``number`` or ``date``.
    hint
        The unit and the range of a figure, and the criteria that read it.
    """

    id: str
    name: str
    title: str
    stands: str
    options: tuple[tuple[str, str], ...]
    form: Literal["words", "number", "date"]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SchoolView:
    """The data that the page of a school shows; names of fields with HTML end in ``html``.

    ``level`` is what is certain, None where nothing is; ``standing`` says in a sentence where the school stands.
    ``aim`` is the next level as a goal, None where none is above.
    """

    name: str
    framework: str
    source: str
    on: dt.date
    outcome: str
    level: str | None
    standing: str
    state: SchoolState
    aim: str | None
    awards_html: str
    sides: tuple[str, ...]
    do_html: str
    blocks_html: str
    deadlines: tuple[Deadline, ...]
    criteria: tuple[CriterionRow, ...]
    fields: tuple[SuppositionField, ...]
    figures: tuple[SuppositionField, ...]
    has_evidence: bool
    warnings_html: str


def view_school(framework: str, dossier: Mapping[str, Any], on: str | None, lang: str, steps: int) -> SchoolView:
    """Return what the page of a school shows.

    Parameters
    ----------
    framework
        The id of a framework that this worker serves.
    dossier
        Plain data of the dossier.
    on
        The day of the assessment; None takes that of the dossier.
    lang
        The language of the page, "vi" or "en".
    steps
        The steps that each search may take.

    Raises
    ------
    InputError
        The dossier or the day cannot be read.
    """
    return _look_at(assess_school(framework, dossier, on, steps), lang)


def assess_school(framework: str, dossier: Mapping[str, Any], on: str | None, steps: int) -> Assessment:
    """Return the assessment of a dossier of the store; the parameters are those of :func:`view_school`."""
    return assess(find_served(framework), dict(dossier), on=on, budget=steps)


def state_of(result: Assessment) -> SchoolState:
    """Return the state of a school: something has to be settled, something has to be improved, or no level is above."""
    if not result.determined:
        return "settle"
    if result.outcomes[0].kind == "labels":
        return "known"
    return "top" if result.target is None or result.target.blocking is None else "improve"


def _look_at(result: Assessment, lang: str) -> SchoolView:
    blocking = blocking_sentences(result, lang, full=False)
    names, messages = blocking.names, blocking.messages
    standing, target = StandingSentences(names, messages), result.target
    awards = AwardSentences(names, messages, blocking, result.dates.evidence)
    day = result.dates.evidence
    forecast = result.forecast(until=day + min(dt.timedelta(days=_AHEAD), dt.date.max - day))
    sides = (
        messages.text(f"standing.side.{side}", stands=standing.describe_standing(outcome))
        for side, outcome in result.sides.items()
    )
    outlook = ForecastSentences(ChangeSentences(blocking))
    return SchoolView(
        name=school_name(result, messages),
        framework=result.framework.title(lang),
        source=names.name_source(),
        on=result.dates.evidence,
        outcome=names.name_outcome(result.outcomes[0].id),
        level=name_certain(result, messages),
        standing=standing.describe_standing(result.outcomes[0]),
        state=state_of(result),
        aim=None if target is None or target.blocking is None else name_aim(messages, target.level),
        awards_html=render_blocks(awards.brief_items(result), 4),
        sides=tuple(sides),
        do_html=say_what_to_do(result, lang),
        blocks_html=render_blocks(_blocks_of(target_section(target, messages, blocking)), 3),
        deadlines=tuple(_list_deadlines(result, forecast, outlook)),
        criteria=tuple(_list_rows(result, blocking, lang)),
        fields=tuple(_list_suppositions(result, blocking, lang)),
        figures=tuple(_list_supposed_figures(result, lang)),
        has_evidence=result.dossier.evidence is not None,
        warnings_html=render_blocks(_blocks_of(NoteSentences(names, messages, False).warning_sections(result)), 3),
    )


def name_certain(result: Assessment, messages: Messages) -> str | None:
    """Return the level or label that is certain, or that none is reached; None while that is not certain."""
    main = result.outcomes[0]
    if main.determined and main.outcome is None:
        return messages.text("standing.none")
    found = main.outcome or main.guaranteed
    return None if found is None else messages.name_level(found)


def name_aim(messages: Messages, level: LevelRef) -> str:
    """Return a level as a goal in the middle of a sentence: "đạt Mức 2", "Level 2"."""
    return messages.name_goal(level) if messages.has_text("aim.verb") else messages.name_level(level)


def say_what_to_do(result: Assessment, lang: str) -> str:
    """Return the cheapest ways to the next level as HTML; nothing where levels have no order, so that none is next."""
    if result.outcomes[0].kind == "labels":
        return ""
    return render_blocks(_blocks_of(explanation_blocks(result, result.explain(), lang)), 3)


def _blocks_of(sections: Iterable[Any]) -> Iterable[Any]:
    """Yield the blocks of sections without the title of the first section, since the page has a heading of its own."""
    for i, section in enumerate(sections):
        yield from (section.blocks if i == 0 and hasattr(section, "blocks") else (section,))


def _list_deadlines(result: Assessment, forecast: ForecastData, outlook: ForecastSentences) -> Iterator[Deadline]:
    """Yield items that have ended and count no more, then items that will end and on which something depends."""
    messages = outlook.changes.messages
    expired: dict[CitedEvidence, list[str]] = {}
    for node in list_criteria(result):
        for item in node.evidence:
            if item.state == "expired":
                expired.setdefault(item, []).append(node.id)
    for item, nodes in sorted(expired.items(), key=lambda one: (one[0].until or dt.date.min, one[0].code)):
        by = item.until or result.dates.evidence
        what = {"item": f"{item.code} ({item.title})" if item.title else item.code, "nodes": ", ".join(nodes)}
        yield Deadline(by, messages.text("expiry.expired", date=messages.format_date(by), **what), (), True)
    for one, said in zip(forecast.renew, outlook.renewal_items(forecast), strict=True):
        yield Deadline(one.by, begin_large(said.text), tuple(part.text for part in said.parts), False)


def _list_rows(result: Assessment, blocking: BlockingSentences, lang: str) -> Iterable[CriterionRow]:
    said = FindingWords(allowed_entries(result.framework), lang)
    criteria = CriteriaSentences(result, blocking)
    aim = None if result.target is None else result.target.level.id
    for node in list_criteria(result):
        own, external = (said.say_side(result.dossier, side, node.node, node.stage) for side in ("self", "external"))
        tags = result.framework.nodes[node.node].tags
        yield CriterionRow(
            node.id,
            node.titles.said(lang) or node.id,
            tuple(blocking.names.name_tag(tag) for tag in tags),
            criteria.describe_standing(node),
            _compare_with_aim(node, aim, result.framework.nodes[node.node].steps),
            own,
            external,
            bool(external.says and own.says and external.says != own.says),
        )


def _compare_with_aim(node: NodeResult, aim: str | None, steps: tuple[str, ...]) -> str:
    """Return whether a criterion reaches the level that is aimed at: ``held``, ``below``, ``open`` or ``absent``."""
    if node.applies is UNMET:
        return "absent"
    if node.truth is not None:
        return {"met": "held", "unmet": "below", "unknown": "open"}[str(node.truth)]
    goal = steps.index(aim) if aim in steps else len(steps) - 1
    low = steps.index(node.guaranteed.id) if node.guaranteed and node.guaranteed.id in steps else -1
    high = steps.index(node.attainable.id) if node.attainable and node.attainable.id in steps else -1
    if not steps:
        return "held" if node.determined else "open"
    return "held" if low >= goal else "below" if high < goal else "open"


def _list_suppositions(result: Assessment, blocking: BlockingSentences, lang: str) -> Iterable[SuppositionField]:
    said = FindingWords(allowed_entries(result.framework), lang)
    criteria = CriteriaSentences(result, blocking)
    for node in list_criteria(result):
        form = said.allowed.nodes[node.node]
        if form.kind is not None:
            title, stands = node.titles.said(lang) or node.id, criteria.describe_standing(node)
            options = said.list_options(form)
            yield SuppositionField(node.id, node.id, title, stands, options, "words" if options else "number")


def _list_supposed_figures(result: Assessment, lang: str) -> Iterable[SuppositionField]:
    """Yield the figures that can be supposed: those of the school, and those of each stage where given for each."""
    words = FindingWords(allowed_entries(result.framework), lang)
    said = FigureWords(words)
    for one in list_figure_fields(result, words, None):
        if one.kind == "decision":  # it needs a reason and an author
            continue
        own = said.say_side(result.dossier, "self", one.name, one.stage, one.at)
        stands = one.external.says or own.says
        yield SuppositionField(str(one.value), "", one.title, stands, one.options, one.form, one.hint)
