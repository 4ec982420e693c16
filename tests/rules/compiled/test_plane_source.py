"""Conditions compiled for many schools, held against the reference evaluator."""

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNKNOWN,
    UNMET,
    Assignment,
    AtLeast,
    Compare,
    Constant,
    Fact,
    Interval,
    Maximum,
    Not,
    Product,
    Sum,
    Truth,
    Value,
    evaluate,
    fold,
)
from kiemdinh.rules.compiled import InexactError, PlaneLogic, PlanePair, PlaneSource, code_figures, plane_rows
from strategies import FACTS, VALUES, assignments, comparisons, conditions, fact_conditions, quantities, truths

SIZES = [0, 1, 63, 64, 65, 200]
ENGINES = pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])


def planes_of(rows, found):
    return PlanePair(rows.pack([t.certain for t in found]), rows.pack([t.possible for t in found]))


def truths_of(rows, pair):
    readings = zip(rows.unpack(pair.certain), rows.unpack(pair.possible), strict=True)
    return [{(0, 0): UNMET, (0, 1): UNKNOWN, (1, 1): MET}[reading] for reading in readings]


def evaluate_all(source, results, schools, *, numpy):
    """Return the truths of the results for many schools, each an assignment."""
    compiled = source.build(results)
    rows = plane_rows(len(schools), numpy=numpy)
    facts = {name: planes_of(rows, [school.truth(name) for school in schools]) for name in compiled.truths}
    figures = {name: columns_of(rows, name, schools) for name in compiled.values}
    return [truths_of(rows, pair) for pair in compiled.evaluate(rows, facts, figures)]


def columns_of(rows, name, schools):
    spans = [school.value(name) for school in schools]
    each = [*dict.fromkeys(spans)]
    return code_figures(rows, array("H", map(each.index, spans)), each)


def compare_all(condition, table):
    """Assert that a condition is for each school of a table what the reference evaluator makes of it."""
    expected = [evaluate(condition, school) for school in table]
    for numpy in (True, False):
        rows = plane_rows(len(table), numpy=numpy)
        source = PlaneSource(forms={name: columns_of(rows, name, table).form for name in VALUES})
        (found,) = evaluate_all(source, [fold(condition, source)], table, numpy=numpy)
        assert found == expected


@st.composite
def schools(draw, *, unbounded=False):
    """A table of schools of one of the sizes where blocks of words begin and end."""
    few = draw(st.lists(assignments(unbounded=unbounded), min_size=1, max_size=12))
    return [few[i * 7 % len(few)] for i in range(draw(st.sampled_from(SIZES)))]


class TestConditions:
    @settings(max_examples=150)
    @given(condition=fact_conditions(max_leaves=12), table=schools())
    def test_are_those_of_the_reference_evaluator(self, condition, table):
        compare_all(condition, table)

    @ENGINES
    @given(
        members=st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=40),
        k=st.integers(-1, 41),
        data=st.data(),
    )
    def test_of_many_members_are_counted(self, members, k, data, numpy):
        condition = AtLeast(k, tuple(map(Fact, members)))
        table = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys("abcdefghijkl", truths)), max_size=20))
        source = PlaneSource()
        rows = plane_rows(len(table), numpy=numpy)
        compiled = source.build([fold(condition, source)])
        given_truths = {name: planes_of(rows, [school[name] for school in table]) for name in compiled.truths}
        (found,) = compiled.evaluate(rows, given_truths, {})
        numbers = [[school[name] for name in members] for school in table]
        expected = [
            MET if each.count(MET) >= k else UNKNOWN if len(each) - each.count(UNMET) >= k else UNMET
            for each in numbers
        ]
        assert truths_of(rows, found) == expected

    @ENGINES
    def test_may_have_thousands_of_members(self, numpy):
        names = [str(number) for number in range(4000)]
        source = PlaneSource()
        parts = [source.fact(name) for name in names]
        compiled = source.build([source.all(parts), source.any(parts), source.at_least(3999, parts)])
        rows = plane_rows(2, numpy=numpy)
        met, unmet, mixed = ([MET, MET], [UNMET, UNMET], [MET, UNKNOWN])
        table = {name: planes_of(rows, met) for name in names} | {"7": planes_of(rows, mixed)}
        assert [truths_of(rows, pair) for pair in compiled.evaluate(rows, table, {})] == [mixed, met, met]
        table |= {"8": planes_of(rows, unmet)}
        assert [truths_of(rows, pair) for pair in compiled.evaluate(rows, table, {})] == [unmet, met, mixed]

    @ENGINES
    @given(
        condition=fact_conditions(max_leaves=8),
        few=st.lists(st.fixed_dictionaries(dict.fromkeys(FACTS, truths)), min_size=1, max_size=20),
    )
    def test_of_facts_that_are_never_unknown_are_written_once(self, condition, few, numpy):
        table = [
            Assignment({name: truth if name > "b" or truth is MET else UNMET for name, truth in school.items()})
            for school in few
        ]
        source = PlaneSource(is_settled=lambda name: name <= "b")
        (found,) = evaluate_all(source, [fold(condition, source)], table, numpy=numpy)
        assert found == [evaluate(condition, school) for school in table]


@st.composite
def spans(draw, *, missing):
    """What is known of a value: a number with decimals, or below zero, or an interval."""
    numbers = st.one_of(st.integers(-3, 130), st.fractions(-3, 3, max_denominator=4))
    low, high = sorted((draw(numbers), draw(numbers)))
    known = [Interval.point(low), Interval.point(low), Interval.point(low)]
    if missing is not None:
        return draw(st.sampled_from([*known, missing]))
    return draw(st.sampled_from([*known, Interval(low, high), Interval(low, None), Interval(None, high), UNBOUNDED]))


@st.composite
def tables_of_figures(draw):
    """Few schools with figures; some of their values are missing in one way, others are known in any way."""
    columns = {}
    size = draw(st.integers(1, 5))
    for name in VALUES:
        missing = draw(st.sampled_from([None, Interval(0, None), Interval(0, 100), UNBOUNDED]))
        columns[name] = draw(st.lists(spans(missing=missing), min_size=size, max_size=size))
    truths_of_facts = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(FACTS, truths)), min_size=size, max_size=size))
    return [
        Assignment(facts, {name: column[i] for name, column in columns.items()})
        for i, facts in enumerate(truths_of_facts)
    ]


class TestFigures:
    @settings(max_examples=200)
    @given(condition=conditions(max_leaves=8), table=schools(unbounded=True))
    def test_are_compared_as_the_reference_evaluator_does(self, condition, table):
        compare_all(condition, table)

    @settings(max_examples=300)
    @given(left=quantities(), op=comparisons, right=quantities(), table=tables_of_figures())
    def test_have_decimals_and_signs_and_may_be_missing(self, left, op, right, table):
        compare_all(Compare(left, op, right), table)

    def test_that_may_be_too_large_are_refused_and_not_rounded(self):
        rows = plane_rows(1, numpy=True)
        figure = code_figures(rows, bytes(1), [Interval.point(2**40)])
        source = PlaneSource(forms={"x": figure.form})
        x = Value("x")
        with pytest.raises(InexactError):
            fold(Compare(Product(x, x), ">=", Sum((x, Value("y")))), source)
        with pytest.raises(InexactError):
            code_figures(rows, bytes(1), [Interval.point(2**63), Interval.point(1)])

    @pytest.mark.parametrize("quantity", [Maximum((Value("x"), Constant(10**30))), Sum((Value("x"), Constant(10**30)))])
    def test_beside_numbers_that_are_too_large_are_refused(self, quantity):
        with pytest.raises(InexactError):
            fold(Compare(quantity, ">=", Value("y")), PlaneSource())

    def test_of_any_size_are_exact_in_whole_numbers_of_python(self):
        rows = plane_rows(2, numpy=False)
        figure = code_figures(rows, bytes([0, 1]), [Interval.point(10**40), Interval.point(10**40 + 1)])
        source = PlaneSource(forms={"x": figure.form}, logic=PlaneLogic(max_number=rows.max_number))
        x = Value("x")
        square = fold(Compare(Product(x, x), ">", Constant(10**80)), source)
        assert source.build([square]).evaluate(rows, {}, {"x": figure}) == [PlanePair(0b10, 0b10)]

    @ENGINES
    def test_of_one_byte_are_added_and_multiplied_without_overflow(self, numpy):
        rows = plane_rows(2, numpy=numpy)
        figures = {
            name: code_figures(rows, bytes([0, 1]), [Interval.point(127), Interval.point(-128)]) for name in "xy"
        }
        source = PlaneSource(forms={name: figure.form for name, figure in figures.items()})
        x, y = Value("x"), Value("y")
        parts = [Compare(Sum((x, y)), "==", Constant(254)), Compare(Product(x, y), "==", Constant(16384))]
        compiled = source.build([fold(part, source) for part in parts])
        found = compiled.evaluate(rows, {}, figures)
        assert [truths_of(rows, pair) for pair in found] == [[MET, UNMET], [UNMET, MET]]


class TestBlocks:
    def test_give_the_same_as_the_whole(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.compiled.word_rows.BLOCK", 64)
        source = PlaneSource()
        condition = Not(AtLeast(2, tuple(map(Fact, "abc"))))
        table = [Assignment({n: Truth((i * 7 + ord(n) * i) % 3) for n in "abc"}) for i in range(300)]
        (found,) = evaluate_all(source, [fold(condition, source)], table, numpy=True)
        assert found == [evaluate(condition, school) for school in table]


class TestReadings:
    @ENGINES
    def test_are_met_or_unmet_and_never_unknown(self, numpy):
        source = PlaneSource()
        fact = source.fact("a")
        table = [Assignment({"a": truth}) for truth in (UNMET, UNKNOWN, MET)]
        found = evaluate_all(source, [source.certain(fact), source.possible(fact)], table, numpy=numpy)
        assert found == [[UNMET, UNMET, MET], [UNMET, MET, MET]]


class TestNames:
    @ENGINES
    def test_stand_for_what_they_are_bound_to(self, numpy):
        source = PlaneSource()
        source.bind("b", source.negate(source.fact("a")))
        (found,) = evaluate_all(source, [source.fact("b")], [Assignment({"a": MET, "b": MET})], numpy=numpy)
        assert found == [UNMET]

    def test_of_facts_never_stand_in_the_source(self):
        """A definition from a stranger is never written into a program."""
        name = "'); raise SystemExit #"
        source = PlaneSource()
        source.build([fold(Not(Fact(name)), source)])
        assert source.logic.writer.lines
        assert not any("Exit" in line for line in source.logic.writer.lines)


class TestRows:
    @ENGINES
    @pytest.mark.parametrize("rows", SIZES)
    def test_are_unpacked_as_they_were_packed(self, rows, numpy):
        flags = [i % 3 == 1 for i in range(rows)]
        engine = plane_rows(rows, numpy=numpy)
        plane = engine.pack(flags)
        assert list(engine.unpack(plane)) == [int(flag) for flag in flags]
        assert engine.count(plane) == sum(flags)
        assert engine.count(plane ^ engine.full) == rows - sum(flags)
