"""Rules closed over plain records, held against resolution, which reads records of every kind."""

from array import array
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.assessment.plain import ClosedRules, NotPlainError, RecordKind, RecordShape, is_settled
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, School
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval
from kiemdinh.rules.compiled import CodeColumn, PlaneSource, SchoolSource, code_figures, plane_rows, statuses_of_planes
from kiemdinh.standards.names import ValueKind, read_value_name
from kiemdinh.testing import frameworks
from plain_dossiers import ON

DATES = Dates(ON, ON, ON)
STATUS = {UNMET: 0, UNKNOWN: 2, MET: 3}
TRUTHS = [*STATUS]
TRUTH = {status: truth for truth, status in STATUS.items()}
BUNDLED = [entry.load() for entry in kd.catalogue()]


def shape_of(dossier, facts, *, always):
    """Return the shape of one dossier: all that it records, in every school or in some."""
    nodes = dict.fromkeys((finding.node for finding in dossier.findings), always)
    names = set().union(*facts.rules.values.values())
    values = {name: always for name in names if is_recorded(name, facts, nodes)}
    return RecordShape("self", nodes, values)


def is_recorded(name, facts, nodes):
    value = read_value_name(name)
    if value.node is not None:
        return value.node in nodes
    inputs = (value.numerator, value.denominator) if value.kind is ValueKind.PER else (value,)
    return value.kind is not ValueKind.CLOCK and any(facts.values.prevailing_record(str(one)) for one in inputs)


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
    schools = [resolve_school(framework, dossier, DATES) for dossier in dossiers]
    empty = resolve_school(framework, Dossier(school=School(stages=dossiers[0].school.stages)), DATES).as_one
    rows = plane_rows(len(schools), numpy=numpy)
    shapes = [shape_of(*pair, always=True) for pair in zip(dossiers, (s.as_one for s in schools), strict=True)]
    shape = RecordShape("self", join_shapes([s.nodes for s in shapes]), join_shapes([s.values for s in shapes]))
    figures = {name: columns_of(rows, [school.value(name) for school in schools]) for name in shape.values}
    figures |= {name: columns_of(rows, [school.value(name) for school in schools]) for name in empty.rules.cases}
    source = PlaneSource(is_settled=is_settled, forms={name: columns.form for name, columns in figures.items()})
    closed = ClosedRules(empty, shape, source)
    names = [n for n in empty.rules.definitions if not empty.read_name(n).is_of_award or len(schools[0].stages) == 1]
    compiled = source.build([closed.truth(name) for name in names])
    facts = {
        name: CodeColumn(
            rows,
            bytes(TRUTHS.index(truth_of(closed.records[name], *pair)) for pair in zip(dossiers, schools, strict=True)),
        ).read(TRUTHS)
        for name in compiled.truths
    }
    found = compiled.evaluate(rows, facts, figures)
    answers = [list(statuses_of_planes(rows, pair)) for pair in found]
    return [name for name, each in zip(names, answers, strict=True) if each != [STATUS[s.truth(name)] for s in schools]]


def join_shapes(shapes):
    return {name: all(name in shape for shape in shapes) for name in {name for shape in shapes for name in shape}}


def columns_of(rows, spans):
    each = [*dict.fromkeys(spans)]
    return code_figures(rows, array("H", map(each.index, spans)), each)


def truth_of(record, dossier, school):
    return TRUTH[status_of(record, dossier, school.as_one)]


def status_of(record, dossier, facts):
    if record.kind is RecordKind.RECORDED and record.subject not in facts.framework.nodes:
        return 3 if facts.values.prevailing_record(record.subject) else 0
    verdicts = {finding.node: finding.verdict for finding in dossier.findings}
    return STATUS[record.truth_of(verdicts.get(record.subject), facts.framework.nodes[record.subject])]


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
        assert compare_all(framework, dossier, always=always) == []

    @given(frameworks(), st.randoms(use_true_random=True), st.booleans())
    @settings(max_examples=60)
    def test_of_drawn_frameworks_are_those_of_resolution(self, framework, random, always):
        dossier = plain_dossiers.draw_dossier(framework, random)
        try:
            assert compare_all(framework, dossier, always=always) == []
        except NotPlainError:
            # Only a claim about a condition that is no group of facts is left to resolution.
            assert any(is_claim(framework, finding) for finding in dossier.findings)

    @pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=3)
    def test_of_a_table_are_those_of_resolution(self, framework, random, numpy):
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(random.choice([1, 10]))]
        assert compare_table(framework, dossiers, numpy=numpy) == []

    @given(frameworks(), st.randoms(use_true_random=True), st.booleans())
    @settings(max_examples=40)
    def test_of_a_table_in_drawn_frameworks_are_those_of_resolution(self, framework, random, numpy):
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(5)]
        try:
            assert compare_table(framework, dossiers, numpy=numpy) == []
        except NotPlainError:
            assert any(is_claim(framework, finding) for dossier in dossiers for finding in dossier.findings)


def is_claim(framework, finding):
    info = framework.nodes[finding.node]
    return info.verdict == "level" or finding.node in framework.rules(None, ON).definitions
