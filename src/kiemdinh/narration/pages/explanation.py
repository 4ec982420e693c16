"""The pages of explanations: why a level is not held, repairs, margin, reason, what-if, forecast, what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from kiemdinh.data.explanation import ExplanationData
from kiemdinh.data.margin import MarginData, SufficientReasonData
from kiemdinh.data.outlook import ForecastData, QuestionsData
from kiemdinh.data.what_if import WhatIfData
from kiemdinh.explanation.repairs import LevelRepairs
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section
from kiemdinh.narration.pages.school import blocking_sentences, school_page
from kiemdinh.narration.sentences import (
    MAX_SHOWN,
    ChangeSentences,
    FigureSentences,
    MarginSentences,
    RepairSentences,
    StandingSentences,
    WhatIfSentences,
    incomplete_lines,
    nodes_by_figure,
    target_section,
    todo_section,
)
from kiemdinh.narration.sentences.outlook import ForecastSentences, QuestionSentences

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.blockers import Target
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.data.repairs import GapRoles, RepairsData

__all__ = ["explanation_blocks", "explanation_page", "no_level_page"]

_ROLES_IN_REACH = {key: key for key in ("irrelevant", "keep", "either_way", "blocked")}
_ROLES_OUT_OF_REACH = {"needed": "necessary", "useful": "relevant", "blocked": "blocked", "irrelevant": "irrelevant"}
"""Which roles of gaps are listed where the target is in reach and where it is not: the role by its message."""


def explanation_page(result: AssessmentData, explanation: object, lang: str | None, *, full: bool = False) -> Page:
    """Return the data of an explanation, repairs, a margin, a reason, a what-if, a forecast or questions as a page.

    Parameters
    ----------
    result
        The result that is explained; of a what-if, the result in which the changes hold.
    explanation
        An object of one of the classes of data, or of a class that extends one.
    lang
        The language, ``vi`` or ``en``; None for that of the definition.
    full
        Whether all entries of every list are shown.

    Raises
    ------
    TypeError
        *explanation* is of another class.
    InputError
        There are no messages in that language.
    """
    changes = ChangeSentences(blocking_sentences(result, lang, full=full))
    blocks = _explanation_blocks(result, explanation, changes)
    # A what-if begins with where the school stands after the changes, and says more of it than the section does.
    if isinstance(explanation, WhatIfData):
        return school_page(result, changes.names, blocks)
    return _page_with_standing(result, changes, blocks, _level_at_stake(explanation))


def explanation_blocks(
    result: AssessmentData, explanation: object, lang: str | None, *, full: bool = False
) -> tuple[PageBlock, ...]:
    """Return what the page of an explanation says beside its head and where the school stands.

    The parameters, and what is raised, are those of :func:`explanation_page`.
    """
    return tuple(_explanation_blocks(result, explanation, ChangeSentences(blocking_sentences(result, lang, full=full))))


def no_level_page(result: AssessmentData, lang: str | None) -> Page:
    """Return the page for a margin that is asked for where no level is certain, so that there is none to lose.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    changes = ChangeSentences(blocking_sentences(result, lang, full=False))
    messages = changes.messages
    is_below = result.outcomes[0].determined
    text = messages.text("margin.no_level") if is_below else messages.text("margin.none")
    return _page_with_standing(result, changes, iter((Section(messages.text("margin.of_none"), (Line(text),)),)))


def _page_with_standing(
    result: AssessmentData, changes: ChangeSentences, blocks: Iterator[PageBlock], level: LevelRef | None = None
) -> Page:
    """Return a page that begins with where the school stands, and with the named figures that decide *level*."""
    names, messages = changes.names, changes.messages
    standing = StandingSentences(names, messages).standing_section(result)
    figures = () if level is None else FigureSentences(names, messages).figure_sections(result.figures, level)
    return school_page(result, names, (standing, *figures, *blocks))


def _level_at_stake(explanation: object) -> LevelRef | None:
    """Return the level that is asked for, or that is held; None where nothing is above."""
    match explanation:
        case ExplanationData() | MarginData() | SufficientReasonData():
            return explanation.level
        case LevelRepairs():
            return explanation.target
        case _:
            return None


def _explanation_blocks(result: AssessmentData, explanation: object, changes: ChangeSentences) -> Iterator[PageBlock]:
    match explanation:
        case ExplanationData():
            return _gap_blocks(explanation, changes)
        case LevelRepairs():
            return _repairs_blocks(result, explanation, changes)
        case MarginData():
            return MarginSentences(changes).margin_sections(explanation)
        case SufficientReasonData():
            return MarginSentences(changes).reason_sections(explanation)
        case ForecastData():
            return ForecastSentences(changes).forecast_sections(explanation)
        case QuestionsData():
            return QuestionSentences(changes).question_sections(explanation)
        case WhatIfData():
            return WhatIfSentences(changes).what_if_sections(explanation, result.outcomes[0])
        case _:
            raise TypeError(type(explanation).__name__)


# -- why a level is not held -----------------------------------------------------------------------------


def _gap_blocks(explanation: ExplanationData, changes: ChangeSentences) -> Iterator[PageBlock]:
    """Yield the verdict, the cheapest repairs, the other gaps, and what is left of the to-do lists."""
    target, roles, repairs = explanation.target, explanation.classes, explanation.repairs
    changes = _for_target(changes, target, repairs)
    sentences, messages, blocking = RepairSentences(changes), changes.messages, changes.blocking
    lines = list(sentences.verdict_lines(repairs))
    if explanation.level is None:
        yield from lines
        return
    sections = [*sentences.repair_sections(repairs, () if roles is None else roles.necessary)]
    if roles is not None:
        lines += _unreachable_lines(roles, target, changes)
        others = tuple(_role_items(roles, explanation, changes))
        if others:
            sections.append(Section(messages.text("explain.others"), others))
    # Last, since the search goes on while repairs are read.
    lines += incomplete_lines(repairs.search, messages)
    yield Section(messages.text("explain", aim=messages.name_goal(explanation.level)), (*lines, *sections))
    # The repairs have named what to settle and improve: only what they cannot act on is left for the lists.
    excluded = _is_excluded(explanation)
    lists = ("wait", "decide") if excluded or (repairs.cost is not None and not blocking.full) else None
    yield from todo_section(target, changes.names, messages, blocking, lists)
    # Where no change leads there, what blocks is told in place of what to do.
    if blocking.full or excluded:
        yield from target_section(target, messages, blocking)


def _is_excluded(explanation: ExplanationData) -> bool:
    """Return whether nothing leads to the target: no change, decision, date or answer; what blocks is then no task."""
    target, roles, repairs = explanation.target, explanation.classes, explanation.repairs
    if roles is None or roles.reachable or roles.necessary or roles.relevant or not repairs.proved:
        return False
    return not repairs.settle_first and not (target is not None and (target.decide or target.wait))


def _for_target(changes: ChangeSentences, target: Target | None, repairs: RepairsData) -> ChangeSentences:
    """Return *changes* with the nodes that the figures of *target* decide, and with what a cost counts."""
    return ChangeSentences(changes.blocking, nodes_by_figure(target), repairs.minimise, repairs.mixed)


def _unreachable_lines(roles: GapRoles, target: Target | None, changes: ChangeSentences) -> Iterator[Line]:
    """Yield why no repair leads to the target, and that the roles are then given as if everything could change."""
    if roles.reachable:
        return
    if target is not None and (target.decide or target.wait):
        yield Line(changes.messages.text("explain.undecided"))
    if roles.necessary or roles.relevant:
        yield Line(changes.messages.text("explain.as_if"))


def _role_items(roles: GapRoles, explanation: ExplanationData, changes: ChangeSentences) -> Iterator[Item]:
    """Yield an item for each role of gaps that stand in none of the cheapest repairs, with their names."""
    level = changes.messages.name_level(explanation.level) if explanation.level is not None else ""
    # A list is cut behind its first entries: what is not known yet, and can be settled, is to be among them.
    to_settle = {to_do.id for to_do in explanation.target.settle} if explanation.target is not None else set()
    for key, ids in _gaps_by_message(roles, explanation.repairs, full=changes.blocking.full).items():
        if ids:
            gaps = changes.list_names(sorted(ids, key=lambda gap: gap not in to_settle), MAX_SHOWN // 2)
            yield Item(changes.messages.text(f"explain.{key}", level=level, ids=gaps))


def _gaps_by_message(roles: GapRoles, repairs: RepairsData, *, full: bool) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of gaps by the last word of the message that lists them, in the order of the page."""
    shown = _ROLES_IN_REACH if roles.reachable else _ROLES_OUT_OF_REACH
    gaps = {key: getattr(roles, role) for key, role in shown.items()}
    if roles.reachable:
        gaps = {"dearer": _dearer_gaps(roles, repairs), **gaps}
    elif not (roles.necessary or roles.relevant):
        return {}  # nothing would do, so that no gap is one that does not matter
    if full and repairs.cost:
        gaps["alone"] = roles.alone
    return gaps


def _dearer_gaps(roles: GapRoles, repairs: RepairsData) -> tuple[str, ...]:
    """Return the gaps in some minimal repair and in none of the cheapest; empty where these are too many to read."""
    if repairs.count is None or repairs.count > MAX_SHOWN:
        return ()
    cheapest = takewhile(lambda repair: repair.cost == repairs.cost, repairs)
    in_cheapest = {change.id for repair in cheapest for change in repair.changes}
    return tuple(gap for gap in roles.relevant if gap not in in_cheapest)


# -- repairs ---------------------------------------------------------------------------------------------


def _repairs_blocks(result: AssessmentData, repairs: RepairsData, changes: ChangeSentences) -> Iterator[PageBlock]:
    """Yield the verdict and each of the first repairs."""
    # The result knows which figure decides which node for its own target alone.
    target = result.target if result.target is not None and result.target.level == repairs.target else None
    sentences, messages = RepairSentences(_for_target(changes, target, repairs)), changes.messages
    lines = tuple(sentences.verdict_lines(repairs))
    if repairs.target is None:
        yield from lines
        return
    title = messages.text("repairs", aim=messages.name_goal(repairs.target))
    sections = tuple(sentences.each_repair(repairs))
    yield Section(title, (*lines, *incomplete_lines(repairs.search, messages), *sections))
