"""The laws that every framework keeps, each by its name (docs/laws.md)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.standards.framework import Framework
from kiemdinh.testing.laws import judge_data as data
from kiemdinh.testing.laws import judge_explanations as explained
from kiemdinh.testing.laws import judge_outcomes as outcomes
from kiemdinh.testing.laws.cases import (
    claimed,
    has_claims,
    has_requirements,
    holes,
    known,
    one_requirement,
    shuffled,
    slightly_open,
    swaps,
)
from kiemdinh.testing.laws.law import Law, LawFailure
from kiemdinh.testing.strategies.dossiers import papers
from kiemdinh.testing.strategies.places import day_of, stages_of

__all__ = ["LAWS", "Law", "LawFailure"]


def _has_ladder(framework: Framework) -> bool:
    return framework.main_ladder is not None


def _has_awards(framework: Framework) -> bool:
    return bool(framework.awards)


def _by_stage(framework: Framework) -> bool:
    return framework.definition.subject.assessed_by == "stage"


def _informs(framework: Framework) -> bool:
    used = framework.rules(stages_of(framework)[-1], day_of(framework)).used
    return any(("input", name) not in used for name in framework.inputs)


def _once(_framework: Framework) -> st.SearchStrategy[None]:
    return st.none()


def _changeable(framework: Framework) -> st.SearchStrategy[tuple[Any, ...]]:
    source = framework.source
    found = [] if source is None else list(data.leaves(source.data))
    return st.sampled_from(found) if found else st.nothing()


_ALL: Final = (
    Law(
        "plain-reading",
        "1, 2",
        "where everything is known, the levels, labels and awards are those of the definition read as it is written",
        known,
        outcomes.plainly,
        examples=150,
    ),
    Law(
        "interval",
        "2.2",
        "what is guaranteed is attainable; an outcome is determined just where one is possible",
        papers,
        outcomes.interval,
    ),
    Law(
        "ladder",
        "2.1",
        "a level holds with all those below it",
        slightly_open,
        outcomes.ladder,
        _has_ladder,
        examples=8,
    ),
    Law(
        "completions",
        "1.6, 2.2, 2.5",
        "an open dossier contains every way in which it can turn out, and no more where it says that it is exact",
        holes,
        outcomes.completions,
        examples=60,
    ),
    Law(
        "unknown-never-helps",
        "1.9",
        "a record replaced by unknown raises nothing that is certain and takes away nothing that is possible",
        swaps,
        outcomes.unknown_never_helps,
        examples=40,
    ),
    Law(
        "improvement",
        "1.3, 2.1",
        "a requirement that only helps lowers nothing once it is met",
        slightly_open,
        outcomes.improvement,
        _has_ladder,
        examples=20,
    ),
    Law(
        "stages",
        "2.6",
        "a school stands where the lowest of its stages does",
        papers,
        outcomes.stages_lowest,
        _by_stage,
    ),
    Law(
        "awards",
        "2.8",
        "of a series the highest certain and the highest possible grade are named",
        papers,
        outcomes.awards_ordered,
        _has_awards,
    ),
    Law(
        "records",
        "3.3, 3.5",
        "an external record prevails over one no later, a later one replaces, those that clash are unknown, "
        "and a self-assessed met rests on valid evidence",
        one_requirement,
        outcomes.records_of_one,
        has_requirements,
        examples=200,
    ),
    Law(
        "claims",
        "3.7, 3.9",
        "a part settled by a side above a claim prevails; one of the claim's own side disputes that step and no other",
        claimed,
        outcomes.claims_and_parts,
        has_claims,
    ),
    Law("order-of-records", "3.9", "the order of records says nothing", shuffled, outcomes.order_of_records),
    Law(
        "informing",
        "3.4, 7.3",
        "figures that no rule reads change no verdict",
        papers,
        outcomes.informing,
        _informs,
        examples=15,
    ),
    Law(
        "repairs-sound",
        "5.3",
        "a repair, carried out, makes the target certain",
        slightly_open,
        explained.sound,
        _has_ladder,
        examples=20,
    ),
    Law(
        "repairs-minimal",
        "5.3",
        "no change of a repair can be left out",
        slightly_open,
        explained.minimal,
        _has_ladder,
        examples=12,
    ),
    Law(
        "repairs-cheapest",
        "5.3, 5.9",
        "repairs come by cost, and nothing less than the cheapest reaches the target",
        slightly_open,
        explained.cheapest,
        _has_ladder,
        examples=12,
    ),
    Law(
        "duality",
        "5.7",
        "every repair makes a change of every blocking set",
        slightly_open,
        explained.duality,
        _has_ladder,
        examples=12,
    ),
    Law(
        "irrelevant",
        "5.1",
        "what is irrelevant changes no repair, what is necessary is in each",
        slightly_open,
        explained.irrelevant,
        _has_ladder,
        examples=10,
    ),
    Law(
        "margin",
        "5.6",
        "a least set of losses drops the level and no part of it does; what drops it alone is named",
        slightly_open,
        explained.margins,
        _has_ladder,
        examples=12,
    ),
    Law(
        "reasons",
        "5.7",
        "a sufficient reason keeps the level whatever the rest is",
        slightly_open,
        explained.reasons,
        _has_ladder,
        examples=12,
    ),
    Law(
        "deterministic",
        "4.4, 7.1, 7.4",
        "the same inputs give the same result, whatever the order of their keys",
        papers,
        data.deterministic,
        examples=8,
    ),
    Law(
        "dossier-round-trip",
        "7.1",
        "a dossier written as YAML is read as the same",
        papers,
        data.dossier_round_trip,
        examples=12,
    ),
    Law(
        "dossier-digest",
        "7.1",
        "dossiers that say different things have different digests",
        partial(swaps),
        data.dossier_digest,
        examples=20,
    ),
    Law(
        "definition-round-trip",
        "7.1",
        "a definition written out and loaded again is the same",
        _once,
        data.definition_round_trip,
        examples=1,
    ),
    Law(
        "definition-digest",
        "7.1",
        "definitions that say different things have different digests",
        _changeable,
        data.definition_digest,
        examples=6,
    ),
)

LAWS: Final[Mapping[str, Law]] = MappingProxyType({law.name: law for law in _ALL})
"""Every law by its name, in the order in which they are checked."""
