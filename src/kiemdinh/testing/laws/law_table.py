"""All laws that every framework keeps, each by its name (docs/laws.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.cases import (
    contested_claims,
    has_contestable_claims,
    has_plain_requirements,
    opened_records,
    records_of_one_requirement,
    records_with_ends_to_come,
    records_with_one_replaced,
    shuffled_records,
    slightly_opened_records,
)
from kiemdinh.testing.laws.judge_data import (
    changeable_paths,
    judge_definition_digest,
    judge_definition_round_trip,
    judge_deterministic,
    judge_dossier_digest,
    judge_dossier_round_trip,
)
from kiemdinh.testing.laws.judge_margins import judge_margin, judge_reason
from kiemdinh.testing.laws.judge_outcomes import (
    judge_awards,
    judge_completions,
    judge_improvement,
    judge_informing_inputs,
    judge_interval,
    judge_ladder,
    judge_stages,
    judge_unknown,
)
from kiemdinh.testing.laws.judge_plain_reading import judge_plain_reading
from kiemdinh.testing.laws.judge_records import (
    judge_contested_claim,
    judge_ends_to_come,
    judge_order_of_records,
    judge_prevailing_record,
)
from kiemdinh.testing.laws.judge_repairs import (
    judge_cheapest,
    judge_duality,
    judge_minimal,
    judge_roles,
    judge_sound,
)
from kiemdinh.testing.laws.law import Law
from kiemdinh.testing.strategies import complete_records, day_of, dossier_records, stages_of

__all__ = ["LAWS"]


def _has_ladder(framework: Framework) -> bool:
    return framework.main_ladder is not None


def _has_awards(framework: Framework) -> bool:
    return bool(framework.awards)


def _is_assessed_by_stage(framework: Framework) -> bool:
    return framework.definition.subject.assessed_by == "stage"


def _has_informing_inputs(framework: Framework) -> bool:
    """Return whether there is an input that no rule reads."""
    used = framework.rules(stages_of(framework)[-1], day_of(framework)).used
    return any(("input", name) not in used for name in framework.inputs)


def _single_case(_framework: Framework) -> st.SearchStrategy[None]:
    """The one case of a law that is about the framework alone."""
    return st.none()


def _paths_to_change(framework: Framework) -> st.SearchStrategy[tuple[Any, ...]]:
    """The paths of texts and numbers of a definition; none where the framework was not loaded from a source."""
    source = framework.source
    paths = [] if source is None else list(changeable_paths(source.data))
    return st.sampled_from(paths) if paths else st.nothing()


# A law that assesses a school once tries many cases, one that searches for repairs in each case only a few.
_ALL: Final = (
    Law(
        "plain-reading",
        "1, 2",
        "where everything is known, the levels, labels and awards are those of the definition read as it is written",
        complete_records,
        judge_plain_reading,
        examples=150,
    ),
    Law(
        "interval",
        "2.2",
        "what is guaranteed is attainable; an outcome is determined just where one is possible",
        dossier_records,
        judge_interval,
    ),
    Law(
        "ladder",
        "2.1",
        "a level holds with all those below it",
        slightly_opened_records,
        judge_ladder,
        _has_ladder,
        examples=8,
    ),
    Law(
        "completions",
        "1.6, 2.2, 2.5",
        "an open dossier contains every way in which it can turn out, and no more where it says that it is exact",
        opened_records,
        judge_completions,
        examples=60,
    ),
    Law(
        "unknown-never-helps",
        "1.9",
        "a record replaced by unknown raises nothing that is certain and takes away nothing that is possible",
        records_with_one_replaced,
        judge_unknown,
        examples=40,
    ),
    Law(
        "improvement",
        "1.3, 2.1",
        "a requirement that only helps lowers nothing once it is met",
        slightly_opened_records,
        judge_improvement,
        _has_ladder,
        examples=20,
    ),
    Law(
        "stages",
        "2.6",
        "a school stands where the lowest of its stages does",
        dossier_records,
        judge_stages,
        _is_assessed_by_stage,
    ),
    Law(
        "awards",
        "2.8",
        "of a series the highest certain and the highest possible grade are named",
        dossier_records,
        judge_awards,
        _has_awards,
    ),
    Law(
        "records",
        "3.3, 3.5",
        "an external record prevails over one no later, a later one replaces, those that clash are unknown, "
        "and a self-assessed met rests on valid evidence",
        records_of_one_requirement,
        judge_prevailing_record,
        has_plain_requirements,
        examples=300,
    ),
    Law(
        "claims",
        "3.7, 3.9",
        "a part settled by a side above a claim prevails; one of the claim's own side disputes that step and no other",
        contested_claims,
        judge_contested_claim,
        has_contestable_claims,
    ),
    Law("order-of-records", "3.9", "the order of records says nothing", shuffled_records, judge_order_of_records),
    Law(
        "ends-to-come",
        "3.5",
        "a record whose last day is not over says what it says without one",
        records_with_ends_to_come,
        judge_ends_to_come,
        examples=40,
    ),
    Law(
        "informing",
        "3.4, 7.3",
        "figures that no rule reads change no verdict",
        dossier_records,
        judge_informing_inputs,
        _has_informing_inputs,
        examples=15,
    ),
    Law(
        "repairs-sound",
        "5.3",
        "a repair, carried out, makes the target certain",
        slightly_opened_records,
        judge_sound,
        _has_ladder,
        examples=20,
    ),
    Law(
        "repairs-minimal",
        "5.3",
        "no change of a repair can be left out",
        slightly_opened_records,
        judge_minimal,
        _has_ladder,
        examples=12,
    ),
    Law(
        "repairs-cheapest",
        "5.3, 5.9",
        "repairs come by cost, and nothing less than the cheapest reaches the target",
        slightly_opened_records,
        judge_cheapest,
        _has_ladder,
        examples=12,
    ),
    Law(
        "duality",
        "5.7",
        "every repair makes a change of every blocking set",
        slightly_opened_records,
        judge_duality,
        _has_ladder,
        examples=12,
    ),
    Law(
        "irrelevant",
        "5.1",
        "what is irrelevant changes no repair, what is necessary is in each",
        slightly_opened_records,
        judge_roles,
        _has_ladder,
        examples=10,
    ),
    Law(
        "margin",
        "5.6",
        "a least set of losses drops the level and no part of it does; what drops it alone is named",
        slightly_opened_records,
        judge_margin,
        _has_ladder,
        examples=12,
    ),
    Law(
        "reasons",
        "5.7",
        "a sufficient reason keeps the level whatever the rest is",
        slightly_opened_records,
        judge_reason,
        _has_ladder,
        examples=12,
    ),
    Law(
        "deterministic",
        "4.4, 7.1, 7.4",
        "the same inputs give the same result, whatever the order of their keys",
        dossier_records,
        judge_deterministic,
        examples=8,
    ),
    Law(
        "dossier-round-trip",
        "7.1",
        "a dossier written as YAML is read as the same",
        dossier_records,
        judge_dossier_round_trip,
        examples=12,
    ),
    Law(
        "dossier-digest",
        "7.1",
        "dossiers that say different things have different digests",
        records_with_one_replaced,
        judge_dossier_digest,
        examples=20,
    ),
    Law(
        "definition-round-trip",
        "7.1",
        "a definition written out and loaded again is the same",
        _single_case,
        judge_definition_round_trip,
        examples=1,
    ),
    Law(
        "definition-digest",
        "7.1",
        "definitions that say different things have different digests",
        _paths_to_change,
        judge_definition_digest,
        examples=6,
    ),
)

LAWS: Final[Mapping[str, Law]] = MappingProxyType({law.name: law for law in _ALL})
"""Every law by its name, in the order in which they are checked."""
