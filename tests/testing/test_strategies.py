"""What the strategies promise, for frameworks that come with kiemdinh and for drawn ones."""

import datetime as dt

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from mutants import FIGURES, LEVELS, POINTS

import kiemdinh as kd
from gallery import form
from kiemdinh.rules import Not, facts_of, values_of, walk
from kiemdinh.rules.terms import language as core
from kiemdinh.testing import conditions, dossiers, evidence_items, frameworks
from kiemdinh.testing.strategies.at_level import level_ids

few = settings(max_examples=20, deadline=None)
CENTRE = "vn.tt57-2026.gdtx"
DAY = dt.date(2026, 9, 30)


def leaves(condition):
    if isinstance(condition, core.Fact | core.Compare):
        return [condition]
    return [leaf for part in condition.members for leaf in leaves(part)]


def texts_of(data, key):
    """Return the texts that stand under *key*, at whatever depth."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    here = [part for name, part in parts if name == key and isinstance(part, str)]
    return [*here, *(text for _, part in parts for text in texts_of(part, key))]


class TestConditions:
    @few
    @given(conditions(shared=False))
    def test_read_once_ones_name_everything_once(self, condition):
        assert len(leaves(condition)) == len(facts_of(condition)) + len(values_of(condition))

    @few
    @given(conditions(shared=True, values=False))
    def test_shared_ones_name_something_twice(self, condition):
        assert len(leaves(condition)) > len(facts_of(condition))

    @few
    @given(conditions(min_size=3, max_size=5, negation=False, values=False))
    def test_have_the_size_and_only_the_parts_asked_for(self, condition):
        assert 3 <= len(leaves(condition)) <= 5
        assert not any(isinstance(part, Not) for part in walk(condition))
        assert not values_of(condition)

    @pytest.mark.parametrize("sizes", [(0, 3), (4, 3)])
    def test_sizes_that_leave_nothing_are_refused(self, sizes):
        with pytest.raises(InvalidArgument, match="leaves"):
            conditions(min_size=sizes[0], max_size=sizes[1])


class TestTexts:
    """People write names, reasons and titles: with quotes, signs of other formats, marks, and very long words."""

    MARKS = ('"', "'", "<", "&", "|", "{", "\u0300", "ổ", "x" * 200)

    @pytest.mark.parametrize("key", ["why", "title", "name"])
    def test_those_of_a_dossier_hold_each_mark(self, key):
        framework, texts = kd.load(text=LEVELS), []

        @settings(max_examples=200, deadline=None, derandomize=True)
        @given(dossiers(framework))
        def collect(dossier):
            texts.extend(texts_of(dossier, key))
            kd.assess(framework, yaml.safe_load(yaml.safe_dump(dossier)))

        collect()
        assert not [mark for mark in self.MARKS if not any(mark in text for text in texts)]

    def test_those_of_a_framework_hold_each_mark(self):
        names = []

        @settings(max_examples=100, deadline=None, derandomize=True)
        @given(frameworks())
        def collect(framework):
            names.extend(node.en for node in framework.definition.tree)

        collect()
        read = ["ườ" if mark == "\u0300" else mark for mark in self.MARKS]  # a definition is read in composed letters
        assert not [mark for mark in read if not any(mark in name for name in names)]

    @few
    @given(st.data())
    def test_pages_are_written_of_all(self, data):
        framework = data.draw(frameworks(max_criteria=2))
        result = kd.assess(framework, data.draw(dossiers(framework)))
        assert "<b>" not in result.to_markdown("en", full=True)
        result.to_text("vi", full=True)


class TestFrameworks:
    @few
    @given(frameworks())
    def test_have_rules_and_no_warnings(self, framework):
        assert framework.main_ladder.id == "level"
        assert framework.warnings == ()

    @few
    @given(frameworks(min_criteria=2, max_criteria=2, min_levels=3, staged=True, evidence=2, awards=True))
    def test_are_as_asked_for(self, framework):
        assert len(framework.outline.by_layer["criterion"]) == 2
        assert len(framework.main_ladder.needs) == 3
        assert framework.definition.subject.assessed_by == "stage"
        assert framework.definition.evidence.items == 2
        assert [award.id for award in framework.awards] == ["badge"]

    @few
    @given(st.data())
    def test_every_one_has_dossiers(self, data):
        framework = data.draw(frameworks())
        kd.assess(framework, data.draw(dossiers(framework)))


class TestDossiers:
    @few
    @given(dossiers(CENTRE))
    def test_are_read_from_yaml_as_from_data(self, dossier):
        written = yaml.safe_dump(dossier, allow_unicode=True, sort_keys=False)
        assert kd.assess(CENTRE, dossier).dossier_digest == kd.assess(CENTRE, written).dossier_digest

    @pytest.mark.parametrize("level", ["khong-dat", "muc-1", "muc-2"])
    def test_hold_exactly_a_level(self, level):
        @few
        @given(dossiers(CENTRE, level=level))
        def check(dossier):
            assert kd.assess(CENTRE, dossier).outcome.id == level

        check()

    @pytest.mark.parametrize("definition", [LEVELS, FIGURES, POINTS], ids=["levels", "figures", "points"])
    @pytest.mark.parametrize("level", ["l1", "l2"])
    def test_hold_a_level_of_figures_and_points(self, definition, level):
        framework = kd.load(text=definition)

        @few
        @given(dossiers(framework, level=level))
        def check(dossier):
            assert kd.assess(framework, dossier).outcome.id == level

        check()

    @pytest.mark.parametrize("level", ["muc-1", "muc-2"])
    def test_miss_a_level_by_one_change(self, level):
        @settings(max_examples=10, deadline=None)
        @given(dossiers(CENTRE, near=level))
        def check(dossier):
            result = kd.assess(CENTRE, dossier)
            assert result.outcome.id != level
            assert len(result.repairs(level).cheapest.changes) == 1

        check()

    @few
    @given(dossiers(kd.load(text=FIGURES), near="boundary"))
    def test_lie_on_a_boundary_or_beside_it(self, dossier):
        beside = {("books", n) for n in ("4.5", "4.49", "4.51", 7, 8, 9, 1, 2, 3)} | {("staff", n) for n in (2, 3, 4)}
        said = {(name, v["value"] if isinstance(v, dict) else v) for name, v in dossier["inputs"].items()}
        assert said & beside

    @pytest.mark.parametrize("name", ["F5", "F6", "F7", "F11", "F12", "F16", "F22"])
    def test_those_of_scored_schemes_differ_and_miss_a_level_by_one_figure(self, name):
        framework = kd.load(text=form(name))
        wanted = level_ids(framework)[-1] if framework.main_ladder else level_ids(framework)[0]
        found = set()

        @few
        @given(
            dossiers(framework, level=wanted), dossiers(framework, near=wanted), dossiers(framework, near="boundary")
        )
        def check(there, near, beside):
            found.add(str(there))
            assert kd.assess(framework, there).outcome.id == wanted
            assert kd.assess(framework, near).outcome.id != wanted
            kd.assess(framework, beside)

        check()
        assert len(found) > 1

    @few
    @given(dossiers(kd.load(text=LEVELS), complete=True))
    def test_complete_ones_leave_nothing_open(self, dossier):
        assert all(outcome.determined for outcome in kd.assess(kd.load(text=LEVELS), dossier).outcomes)

    @few
    @given(dossiers(kd.load(text=LEVELS), min_records=2, max_records=3, sides=("external",)))
    def test_have_records_of_the_number_and_the_side_asked_for(self, dossier):
        assert "findings" not in dossier
        found = [*dossier.get("external", {}).values(), *dossier.get("inputs", {}).values()]
        assert 2 <= sum(len(one) if isinstance(one, list) else 1 for one in found) <= 3

    def test_a_level_out_of_reach_is_refused(self):
        out = LEVELS.replace("at_least: l2}}", "at_least: l2}}").replace(
            "l2: {every: criterion, that: {its: level, at_least: l2}}",
            "l2: {count: criterion, that: {its: level, at_least: l2}, at_least: 9}",
        )
        with pytest.raises(InvalidArgument, match="no dossier reaches it"):
            dossiers(kd.load(text=out), level="l2")

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"level": "muc-9"}, "is not a level"),
            ({"near": "khong-dat"}, "below every level"),
            ({"near": "boundary"}, "no figure"),
            ({"level": "muc-1", "near": "muc-1"}, "two of them"),
            ({"min_records": 3, "max_records": 2}, "records"),
            ({"sides": ("other",)}, "sides"),
        ],
    )
    def test_what_cannot_be_drawn_is_said_at_once(self, asked, told):
        with pytest.raises(InvalidArgument, match=told):
            dossiers(CENTRE, **asked)


class TestEvidenceItems:
    @few
    @given(st.lists(evidence_items(CENTRE), max_size=4))
    def test_make_an_index_of_a_dossier(self, items):
        result = kd.assess(CENTRE, {"evidence": dict(items)}, on="2027-06-30")
        assert {item.code for item in result.dossier.evidence.values()} == {code for code, _ in items}
        assert not any("pattern" in warned.code for warned in result.warnings)

    @few
    @given(evidence_items(CENTRE, codes=["X"], expired=True))
    def test_are_expired_where_asked_for(self, item):
        code, said = item
        result = kd.assess(CENTRE, {"evidence": {code: said}}, on=DAY)
        assert code == "X"
        assert result.dossier.evidence["X"].until < DAY
