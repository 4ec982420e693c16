"""The laws about levels, labels and awards hold for the rules on planes too, on plain dossiers."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from mutants import LEVELS

import kiemdinh as kd
from kiemdinh.assessment.plain import NotPlainError
from kiemdinh.testing import LAWS, LawFailure, check_framework, frameworks
from kiemdinh.testing.laws.cases import OpenedRecords, RecordPair
from kiemdinh.testing.laws.judge_outcomes import (
    judge_completions,
    judge_improvement,
    judge_informing_inputs,
    judge_unknown,
)
from kiemdinh.testing.laws.judge_plain_reading import judge_plain_reading
from kiemdinh.testing.laws.judge_records import judge_order_of_records
from kiemdinh.testing.laws.outcome_spans import Span, assess_by_reference
from plane_assessor import assess_on_planes, plain_records

DEFINITIONS = Path(__file__).parents[1] / "data" / "definitions"
OTHERS = sorted(p.stem for p in DEFINITIONS.glob("*.yaml") if not p.stem.startswith("refused"))
JUDGES = {
    "plain-reading": judge_plain_reading,
    "completions": judge_completions,
    "unknown-never-helps": judge_unknown,
    "improvement": judge_improvement,
    "order-of-records": judge_order_of_records,
    "informing": judge_informing_inputs,
}
"""The laws that are stated over an assessor."""


def plain_case(framework, case):
    """Return a case of a law with plain records alone."""
    if isinstance(case, RecordPair):
        return RecordPair(plain_records(framework, case.first), plain_records(framework, case.second))
    if isinstance(case, OpenedRecords):
        completions = tuple(plain_records(framework, one) for one in case.completions)
        # Whether all ways are listed was told of the records as they were.
        return OpenedRecords(plain_records(framework, case.records), completions, is_exhaustive=False)
    return plain_records(framework, case)


def laws_on(assessor):
    """Return the laws, tried on another assessor."""

    def over(judge):
        def judge_plain(framework, case):
            try:
                judge(framework, plain_case(framework, case), assessor)
            except NotPlainError:
                assume(False)

        return judge_plain

    return [replace(LAWS[name], judge=over(judge)) for name, judge in JUDGES.items()]


def same_on_planes(framework, dossier):
    """Return where a school stands on planes, which must be where the reference says."""
    found = assess_on_planes(framework, dossier)
    assert found == assess_by_reference(framework, dossier)
    return found


class TestLawsOnPlanes:
    @pytest.mark.parametrize("name", OTHERS)
    def test_hold_for_standards_of_every_form(self, name):
        check_framework(DEFINITIONS / f"{name}.yaml", laws=laws_on(same_on_planes), examples=3, seed=7)

    @pytest.mark.parametrize("entry", kd.catalogue(), ids=lambda entry: entry.id)
    def test_hold_for_bundled_frameworks(self, entry):
        if entry.load().definition.populations:
            pytest.skip("members of a register are no columns of planes")
        check_framework(entry.load(), laws=laws_on(same_on_planes), examples=2, seed=7)

    # a law draws by itself, within a framework that is drawn
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given])
    @given(frameworks())
    def test_hold_for_drawn_frameworks(self, framework):
        check_framework(framework, laws=laws_on(same_on_planes), examples=3, seed=7)

    @pytest.mark.parametrize("name", ["unknown-never-helps", "completions"])
    def test_are_broken_by_an_assessor_that_is_too_sure(self, name):
        """A law that every assessor keeps says nothing."""

        def take_possible_for_certain(framework, dossier):
            spans = assess_by_reference(framework, dossier)
            return {key: Span(span.high, span.high) if isinstance(span, Span) else span for key, span in spans.items()}

        laws = [law for law in laws_on(take_possible_for_certain) if law.name == name]
        with pytest.raises(LawFailure):
            check_framework(kd.load(text=LEVELS), laws=laws, examples=60, seed=7)
