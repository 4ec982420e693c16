"""What a definition calls the things that results name by their ids, in both languages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import labels_of, not_reached_level, steps_of
from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles
from kiemdinh.standards.definition import LabelOutcome, LadderAward
from kiemdinh.standards.names import FactKind, FactName, ValueName, read_award_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Localised
    from kiemdinh.standards.loading import Framework

__all__ = ["find_titles"]


@lru_cache(maxsize=8192)  # the ids that results of some frameworks show
def find_titles(framework: Framework, shown: str) -> Titles:
    """Return the titles of whatever *shown* names: a node, a step of one, an input, an outcome, an award.

    *shown* is an id as results have it, the stage in front or behind included. A step, level or grade has the title of
    what it is of before its own. What the definition does not name has no titles. A second time it is a look-up.

    >>> from kiemdinh.standards.catalogue import load
    >>> find_titles(load("vn.tt57-2026.pho-thong"), "thcs/3.3/muc-2").en
    'Educational activities and all-round development: Level 2'
    """
    name = framework.outline.fact_names.read_shown(shown).name
    if isinstance(name, ValueName):
        return _titles_of_value(framework, name)
    if name.reference is not None:
        return _titles_of_reference(framework, name)
    if name.about_node is not None:
        return _titles_of_node(framework, name)
    if name.kind in (FactKind.OUTCOME, FactKind.LABEL, FactKind.CASE):
        return _titles_of_outcome(framework, name)
    return _titles_of_award(framework, name)


def _titles_of_value(framework: Framework, value: ValueName) -> Titles:
    if value.node is not None:
        info = framework.nodes.get(value.node)
        return NO_TITLES if info is None else _texts_of(info.node)
    found = framework.inputs.get(value.name)
    return NO_TITLES if found is None else _texts_of(found)


def _titles_of_node(framework: Framework, name: FactName) -> Titles:
    info = framework.nodes.get(name.subject)
    if info is None:
        return NO_TITLES
    scale = info.scale or ""
    return _join_titles(_texts_of(info.node), _find_step(framework, scale, name.step))


def _titles_of_outcome(framework: Framework, name: FactName) -> Titles:
    found = next((outcome for outcome in framework.outcomes if outcome.id == name.subject), None)
    if found is None:
        return NO_TITLES
    if isinstance(found, LabelOutcome):
        level = next((label for label in labels_of(found) if label.id == name.step), None)
    else:
        level = _find_step(framework, found.ladder, name.step)
    return _join_titles(_texts_of(found), level)


def _titles_of_award(framework: Framework, name: FactName) -> Titles:
    award = read_award_name(name.subject).award
    found = next((one for one in framework.awards if one.id == award), None)
    if found is None:
        return NO_TITLES
    scale = found.ladder if isinstance(found, LadderAward) else ""
    return _join_titles(_texts_of(found), _find_step(framework, scale, name.step))


def _titles_of_reference(framework: Framework, name: FactName) -> Titles:
    """Return the titles of an outcome or award of another framework, with those of the step."""
    found = framework.definition.references.get(str(name.reference))
    if found is None:
        return NO_TITLES
    step = found.words.get(name.step or "")
    return _join_titles(_texts_of(found), None if step is None else LevelRef(step.id, step.vi, step.en))


def _find_step(framework: Framework, scale: str, step: str | None) -> LevelRef | None:
    if step is None:
        return None
    below = not_reached_level(framework, scale)
    levels = (*(() if below is None else (below,)), *steps_of(framework, scale))
    return next((level for level in levels if level.id == step), None)


def _texts_of(part: Localised) -> Titles:
    return Titles(part.vi, part.en)


def _join_titles(whole: Titles, level: LevelRef | None) -> Titles:
    """Return the titles of a level of something; where one of the two has no text in a language, those of the other."""
    if level is None:
        return whole
    vi, en = ((whole.vi, level.vi), (whole.en, level.en))
    return Titles(*(": ".join(text for text in texts if text) or None for texts in (vi, en)))
