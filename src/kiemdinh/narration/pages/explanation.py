"""Explanations told in Vietnamese or English: the verdict, what to do first, and the rest when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from kiemdinh.data.explanation import ExplanationData
from kiemdinh.data.margin import MarginData, SufficientReasonData
from kiemdinh.data.what_if import WhatIfData
from kiemdinh.explanation.repairs import LevelRepairs
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Block, Item, Line, Page, Section, note_shortened_lists
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.head import page_head, school_name
from kiemdinh.narration.sentences import (
    MAX_SHOWN,
    BlockingSentences,
    ChangeSentences,
    MarginSentences,
    RepairSentences,
    StandingSentences,
    WhatIfSentences,
    nodes_by_figure,
    target_section,
    todo_section,
)

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.repairs import GapRoles, RepairsData
    from kiemdinh.evidence.dossier import EvidenceItem

__all__ = ["explanation_page", "no_level_page"]

_IN_REACH = {key: key for key in ("irrelevant", "keep", "either_way", "blocked")}
_OUT_OF_REACH = {"needed": "necessary", "useful": "relevant", "blocked": "blocked", "irrelevant": "irrelevant"}
"""Which classes are told where the target is in reach and where it is not, by the message that tells them."""


def explanation_page(result: AssessmentData, told: object, lang: str, *, full: bool = False) -> Page:
    """Return the data of an explanation, repairs, a margin, a reason or a what-if as a page.

    *result* is the result that it was worked out from; of a what-if, the one in which the changes hold.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    words = _make_sentences(result, lang, full=full)
    match told:
        case ExplanationData():
            return _make_page(result, words, _explanation_blocks(told, words))
        case LevelRepairs():
            return _make_page(result, words, _repairs_blocks(result, told, words))
        case MarginData():
            return _make_page(result, words, MarginSentences(words, _evidence_by_code(result)).margin_sections(told))
        case SufficientReasonData():
            return _make_page(result, words, MarginSentences(words, _evidence_by_code(result)).reason_sections(told))
        case WhatIfData():
            return _make_page(
                result, words, WhatIfSentences(words).what_if_sections(told, result.outcomes[0]), stands=False
            )
        case _:
            raise TypeError(type(told).__name__)


def no_level_page(result: AssessmentData, lang: str) -> Page:
    """Return the page that says that no level is certain, where a margin is asked for."""
    words = _make_sentences(result, lang, full=False)
    said = (
        words.messages.text("margin.no_level") if result.outcomes[0].determined else words.messages.text("margin.none")
    )
    return _make_page(result, words, iter((Section(words.messages.text("margin.of_none"), (Line(said),)),)))


def _make_sentences(result: AssessmentData, lang: str, *, full: bool) -> ChangeSentences:
    messages = Messages(lang)
    whys = {node.id: node.why for node in result.nodes if node.why}
    return ChangeSentences(BlockingSentences(Names(result.framework, messages), messages, whys, full))


def _make_page(result: AssessmentData, words: ChangeSentences, blocks: Iterator[Block], *, stands: bool = True) -> Page:
    names, messages = words.names, words.messages
    standing = (StandingSentences(names, messages).standing_section(result),) if stands else ()
    told = (*page_head(result, names, messages), *standing, *blocks)
    return Page(school_name(result, messages), (*told, *note_shortened_lists(told, messages)))


def _evidence_by_code(result: AssessmentData) -> dict[str, EvidenceItem]:
    return dict(result.dossier.evidence or {})


# -- what would do ---------------------------------------------------------------------------------------


def _explanation_blocks(told: ExplanationData, plain: ChangeSentences) -> Iterator[Block]:
    words = ChangeSentences(plain.blocking, nodes_by_figure(told.target), told.repairs.minimise)
    ways, messages = RepairSentences(words), words.messages
    lines = list(ways.verdict_lines(told.repairs))
    if told.level is None:
        yield from lines
        return
    lines += _unreachable_lines(told, words)
    sections = [*ways.repair_sections(told.repairs, told.classes.necessary if told.classes is not None else ())]
    others = tuple(_role_items(told.classes, told, words)) if told.classes is not None else ()
    if others:
        sections.append(Section(messages.text("explain.others"), others))
    yield Section(messages.text("explain", aim=messages.name_goal(told.level)), (*lines, *sections))
    lists = None if words.blocking.full or told.repairs.cost is None else ("wait", "decide")
    yield from todo_section(told.target, words.names, messages, words.blocking, lists)
    if words.blocking.full:
        yield from target_section(told.target, messages, words.blocking)


def _unreachable_lines(told: ExplanationData, words: ChangeSentences) -> Iterator[Line]:
    if told.classes is not None and not told.classes.reachable:
        if told.target is not None and (told.target.decide or told.target.wait):
            yield Line(words.messages.text("explain.undecided"))
        if told.classes.necessary or told.classes.relevant:
            yield Line(words.messages.text("explain.as_if"))


def _role_items(classes: GapRoles, told: ExplanationData, words: ChangeSentences) -> Iterator[Item]:
    """Yield what the gaps mean that stand in none of the cheapest ways."""
    level = words.messages.name_level(told.level) if told.level is not None else ""
    lines = {key: getattr(classes, name) for key, name in (_IN_REACH if classes.reachable else _OUT_OF_REACH).items()}
    if classes.reachable:
        lines = {"dearer": _dearer_gaps(classes, told.repairs), **lines}
    elif not (classes.necessary or classes.relevant):
        return  # nothing would do, so that no gap is one that does not matter
    if words.blocking.full and told.repairs.cost:
        lines["alone"] = classes.alone
    for key, ids in lines.items():
        if ids:
            yield Item(words.messages.text(f"explain.{key}", level=level, ids=words.list_names(ids, MAX_SHOWN // 2)))


def _dearer_gaps(classes: GapRoles, repairs: RepairsData) -> tuple[str, ...]:
    """Return what is of use in some way, and in none of the cheapest; empty where these are too many to tell."""
    if repairs.count is None or repairs.count > MAX_SHOWN:
        return ()
    ways = takewhile(lambda way: way.cost == repairs.cost, repairs)
    cheap = {change.id for way in ways for change in way.changes}
    return tuple(one for one in classes.relevant if one not in cheap)


def _repairs_blocks(result: AssessmentData, repairs: RepairsData, plain: ChangeSentences) -> Iterator[Block]:
    target = result.target
    same = target is not None and target.level == repairs.target
    ways = RepairSentences(ChangeSentences(plain.blocking, nodes_by_figure(target if same else None), repairs.minimise))
    lines = tuple(ways.verdict_lines(repairs))
    if repairs.target is None:
        yield from lines
        return
    title = plain.messages.text("repairs", aim=plain.messages.name_goal(repairs.target))
    yield Section(title, (*lines, *ways.each_repair(repairs)))
