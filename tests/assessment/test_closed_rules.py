"""Rules closed over plain records, held against resolution, which reads records of every kind."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.assessment.plain import ClosedRules, NotPlainError, is_settled
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.evidence.dossier import Dossier, School
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import Interval
from kiemdinh.rules.compiled import PlaneSource, SchoolSource
from kiemdinh.testing import frameworks
from plain_dossiers import ON
from plain_tables import DATES, STATUS, PlainTable, shape_of, status_of

BUNDLED = [entry.load() for entry in kd.catalogue()]


def compare_all(framework, dossier, *, always):
    """Return the facts that the closed rules give otherwise than resolution, with both statuses."""
    school = resolve_school(framework, dossier, DATES)
    empty = resolve_school(framework, Dossier(school=School(stages=dossier.school.stages)), DATES).as_one
    facts = school.as_one
    source = SchoolSource()
    closed = ClosedRules(empty, shape_of(dossier, facts, always=always), source)
    names = [
        name for name in facts.rules.definitions if not facts.read_name(name).is_of_award or len(school.stages) == 1
    ]
    compiled = source.build([closed.truth(name) for name in names])
    found = compiled.function(
        tuple(status_of(closed.records[name], dossier, facts) for name in compiled.truths),
        *ends_of([facts.value(name) for name in compiled.values]),
    )
    expected = [STATUS[school.truth(name)] for name in names]
    return [(name, got, want) for name, got, want in zip(names, found, expected, strict=True) if got != want]


def compare_table(framework, dossiers, *, numpy):
    """Return the facts that planes give otherwise than resolution in some school of a table."""
    table = PlainTable.read(framework, dossiers, numpy=numpy)
    source = PlaneSource(is_settled, table.forms)
    closed = ClosedRules(table.empty, table.shape, source)
    names = [*table.empty.rules.definitions]
    compiled = source.build([closed.truth(name) for name in names])
    truths = {name: table.read_fact(closed.records[name]) for name in compiled.truths}
    found = compiled.evaluate(table.rows, truths, table.figures)
    return [
        name
        for name, pair in zip(names, found, strict=True)
        if table.truths_of(pair) != [school.truth(name) for school in table.schools]
    ]


def ends_of(spans: list[Interval]):
    lows = tuple(-inf if span.low is None else span.low for span in spans)
    return lows, tuple(inf if span.high is None else span.high for span in spans)


class TestFacts:
    """3.9 The first that exists decides, also where it leaves the fact unknown."""

    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True), always=st.booleans())
    @settings(max_examples=25)
    def test_of_bundled_frameworks_are_those_of_resolution(self, framework, random, always):
        dossier = plain_dossiers.draw_dossier(framework, random)
        try:
            assert compare_all(framework, dossier, always=always) == []
        except NotPlainError:
            assert is_left_to_resolution(framework, [dossier])

    @given(frameworks(), st.randoms(use_true_random=True), st.booleans())
    @settings(max_examples=60)
    def test_of_drawn_frameworks_are_those_of_resolution(self, framework, random, always):
        dossier = plain_dossiers.draw_dossier(framework, random)
        try:
            assert compare_all(framework, dossier, always=always) == []
        except NotPlainError:
            assert is_left_to_resolution(framework, [dossier])

    @pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=3)
    def test_of_a_table_are_those_of_resolution(self, framework, random, numpy):
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(random.choice([1, 10]))]
        try:
            assert compare_table(framework, dossiers, numpy=numpy) == []
        except NotPlainError:
            assert is_left_to_resolution(framework, dossiers)

    @given(frameworks(), st.randoms(use_true_random=True), st.booleans())
    @settings(max_examples=40)
    def test_of_a_table_in_drawn_frameworks_are_those_of_resolution(self, framework, random, numpy):
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(5)]
        try:
            assert compare_table(framework, dossiers, numpy=numpy) == []
        except NotPlainError:
            assert is_left_to_resolution(framework, dossiers)


class TestRefused:
    """6.2 A condition may be about the members of a register: these are resolved, with what is recorded of each."""

    def test_are_rules_about_members_whatever_is_recorded(self):
        framework = kd.load("vn.ntm-2021.xa")
        for always in (False, True):
            with pytest.raises(NotPlainError, match="members of a register"):
                compare_all(framework, read_dossier({}, framework, default_date=ON), always=always)
        with pytest.raises(NotPlainError, match="members of a register"):
            compare_table(framework, [read_dossier({}, framework, default_date=ON)], numpy=False)


def is_left_to_resolution(framework, dossiers):
    """Whether rules are about members of a register, or a claim is about a condition that is no group of facts."""
    if framework.definition.populations:
        return True
    return any(is_claim(framework, finding) for dossier in dossiers for finding in dossier.findings)


def is_claim(framework, finding):
    info = framework.nodes[finding.node]
    return info.verdict == "level" or finding.node in framework.rules(None, ON).definitions
