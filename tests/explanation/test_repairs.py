"""The least that has to change, what holds a level, and what if: in the words of standards (semantics section 5)."""

import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import islice, product
from pathlib import Path
from textwrap import dedent
from typing import ClassVar

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET, Bound

DEFINITIONS = Path(__file__).parents[1] / "data" / "definitions"
ANNEXES = ("vn.tt57-2026.mam-non", "vn.tt57-2026.pho-thong", "vn.tt57-2026.gdtx")
SCHOOL = "vn.tt57-2026.pho-thong"
MANDATORY = ("1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2")
OTHERS = ("1.1", "1.2", "2.3", "3.3", "3.4", "3.5", "4.3")
ALL = (*MANDATORY, *OTHERS)
A, B, C = "1.1", "3.3", "4.3"


@cache
def bundled(name):
    return next(b for b in kd.catalogue() if b.id == name).load()


@cache
def published(name):
    return kd.load(DEFINITIONS / f"{name}.yaml")


def school(found, framework=SCHOOL, **more):
    return kd.assess(bundled(framework), {"findings": found, **more}, on="2027-06-30")


def at_level_2(**changed):
    return dict.fromkeys(ALL, "muc-2") | {key.replace("_", "."): value for key, value in changed.items()}


def gap(framework=SCHOOL):
    """The school of the acceptance case: A and B at level 1, C at none, all else at level 2."""
    return school(at_level_2() | {A: "muc-1", B: "muc-1", C: "khong-dat"}, framework)


def ids(repair):
    return {change.id for change in repair.changes}


def ways(repairs):
    return [ids(repair) for repair in repairs]


def small(needs, **more):
    """A framework of three criteria with one requirement at each of two levels."""
    levels = {"l1": [{"id": "a", "en": "x"}], "l2": [{"id": "a", "en": "x"}]}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.small",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}, {"id": "l2"}]}},
            "layers": [{"id": "criterion", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": name, "en": name, "levels": levels} for name in ("c1", "c2", "c3")],
            "outcomes": [{"id": "level", "ladder": "lv", "needs": needs}],
            **more,
        }
    )


def its(step):
    return {"its": "level", "at_least": step}


EVERY = {step: {"every": "criterion", "that": its(step)} for step in ("l1", "l2")}


def assessed(framework, **dossier):
    return kd.assess(framework, dossier, on="2026-09-30")


@pytest.mark.parametrize("annex", ANNEXES)
class TestTheSchoolBetweenLevels:
    """5.3 A **repair** is a set of changes that makes the target certain; minimal if no change can be left out or
    made smaller. A change moves one fact to a verdict, one criterion up one step, or one metric one way..."""

    def test_three_equally_cheap_ways(self, annex):
        repairs = gap(annex).repairs("muc-2")
        assert (repairs.cost, repairs.count, repairs.proved, repairs.mixed) == (2, 3, True, False)
        assert ways(repairs) == [
            {f"{C}/muc-1", f"{A}/muc-2"},
            {f"{C}/muc-1", f"{B}/muc-2"},
            {f"{C}/muc-1", f"{C}/muc-2"},
        ]
        assert [repair.cost for repair in repairs] == [2, 2, 2]

    def test_c_to_level_1_is_necessary_and_any_one_to_level_2(self, annex):
        classes = gap(annex).explain().classes
        assert classes.necessary == (f"{C}/muc-1",)
        assert set(classes.relevant) == {f"{x}/muc-2" for x in (A, B, C)}
        assert (classes.irrelevant, classes.keep, classes.reachable) == ((), (), True)

    def test_a_dear_second_step_leaves_two_ways(self, annex):
        repairs = gap(annex).repairs(costs={f"{C}/muc-2": 5})
        assert (repairs.cost, repairs.count) == (2, 2)
        assert [r.cost for r in repairs] == [2, 2, 6]
        assert ways(repairs)[2] == {f"{C}/muc-1", f"{C}/muc-2"}

    def test_the_target_is_the_next_level_unless_one_is_named(self, annex):
        result = gap(annex)
        assert result.repairs().target.id == "muc-2"
        assert ways(result.repairs()) == ways(result.repairs("muc-2"))
        assert result.repairs("muc-1").cost == 0

    def test_each_way_reaches_the_level_and_half_of_it_does_not(self, annex):
        result = gap(annex)
        for way in ways(result.repairs()):
            words = [change.split("/") for change in sorted(way)]
            assert result.what_if(dict(words)).result.level.id == "muc-2"
            for left_out in range(len(words)):
                assert result.what_if(dict(words[:left_out] + words[left_out + 1 :])).result.level.id == "muc-1" or (
                    words[left_out] == [C, "muc-1"] and [C, "muc-2"] in words
                )

    def test_at_the_top_there_is_one_empty_repair(self, annex):
        result = school(at_level_2(), annex)
        repairs = result.repairs()
        (only,) = repairs
        assert (repairs.cost, repairs.count, repairs.proved, repairs.gap) == (0, 1, True, 0)
        assert (only.cost, only.changes) == (0, ())
        assert result.explain().classes is None
        assert result.repairs("muc-2").cost == 0


class TestAChange:
    """5.4 Four to-do lists are kept apart: *settle* (unknown: supply evidence or a measurement), *improve* (unmet:
    change reality)..."""

    def test_says_what_it_is_and_what_it_is_to_become(self):
        (change,) = school(at_level_2(**{"1_3": "muc-1"})).repairs().cheapest.changes
        assert (change.id, change.node, change.level, change.stage) == ("1.3/muc-2", "1.3", "muc-2", None)
        assert (change.from_, change.to, change.kind, change.cost) == (UNMET, MET, "improve", 1)

    def test_of_an_unknown_settles(self):
        found = {k: v for k, v in at_level_2().items() if k != "1.3"}
        changes = school(found | {"1.3/muc-1/a": "met"}).repairs("muc-1").cheapest.changes
        assert changes
        assert {(c.from_, c.to, c.kind) for c in changes} == {(UNKNOWN, MET, "settle")}
        assert all(c.id.startswith("1.3/muc-1/") and c.id != "1.3/muc-1/a" for c in changes)

    def test_a_step_needs_the_steps_below_it(self):
        repairs = assessed(small({"l1": {"count": "criterion", "that": its("l2"), "at_least": 1}, "l2": EVERY["l2"]}),
                           findings=dict.fromkeys(("c1", "c2", "c3"), "l0")).repairs("l1")  # fmt: skip
        assert ways(repairs) == [{f"{c}/l1", f"{c}/l2"} for c in ("c1", "c2", "c3")]


class TestWhatDoesNotApply:
    """1.7 A requirement leaves its group by the definition's `when`..."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.boarding
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs: {boarding: {type: yes_no}}
layers: [{id: criterion, verdict: level, scale: lv}]
tree:
  - {id: c1, levels: {l1: [{id: a}]}}
  - id: c2
    if_empty: met
    levels:
      l1:
        - {id: a, when: {value: boarding, is: true}, parts: [{id: x}, {id: y}]}
        - {id: b, when: {value: boarding, is: true}}
        - {id: c}
outcomes: [{id: level, ladder: lv, needs: {l1: {any: [NEEDED, {every: criterion, that: {its: level, at_least: l1}}]}}}]
"""
    NEEDED = "{count: criterion, that: {its: level, at_least: l1}, at_least: 1}"

    @pytest.mark.parametrize(
        ("boarding", "open_"),
        [(False, {"c2/l1/c"}), (True, {"c2/l1/a/x", "c2/l1/a/y", "c2/l1/b", "c2/l1/c"})],
    )
    def test_is_no_gap(self, boarding, open_):
        framework = kd.load(self.FRAMEWORK.replace("NEEDED", self.NEEDED))
        dossier = {"findings": {"c1/l1/a": "unknown"}, "inputs": {"boarding": boarding}}
        classes = (
            kd.assess(framework, dossier, on="2027-06-30").explain("l1", costs={"c2": {"actionable": False}}).classes
        )
        named = (*classes.necessary, *classes.irrelevant, *classes.blocked)
        assert {name for name in named if name.startswith("c2")} == open_


class TestBlockingSets:
    """5.7 ... A **blocking set**: a minimal set of possible changes that, none being made, keeps the target from
    certain. Over the same changes minimal repairs are the minimal hitting sets of the minimal blocking sets, and
    conversely..."""

    def sets(self, result, **more):
        return [{change.id for change in one} for one in result.blocking_sets("muc-2", **more)]

    def hitting(self, sets):
        """The minimal sets with something of each."""
        every = {frozenset(one) for one in product(*sets)}
        return {one for one in every if not any(other < one for other in every)}

    def test_of_the_school_between_levels(self):
        assert self.sets(gap()) == [{f"{C}/muc-1"}, {f"{A}/muc-2", f"{B}/muc-2", f"{C}/muc-2"}]

    @pytest.mark.parametrize("changed", [{}, {"4.1": "khong-dat"}, {"1.2": "muc-1", "4.2": "muc-1"}])
    def test_repairs_are_their_minimal_hitting_sets_and_conversely(self, changed):
        result = school(at_level_2() | {A: "muc-1", B: "muc-1", C: "khong-dat"} | changed)
        sets, repairs = self.sets(result), ways(result.repairs("muc-2"))
        assert self.hitting(sets) == {frozenset(way) for way in repairs}
        assert self.hitting(repairs) == {frozenset(one) for one in sets}

    def test_are_limited_and_lazy(self):
        result = school(dict.fromkeys(ALL, "khong-dat"))
        assert len(list(result.blocking_sets("muc-2", limit=3))) == 3
        assert next(result.blocking_sets("muc-2"))

    def test_a_figure_by_its_bound(self):
        needs = {"l1": EVERY["l1"], "l2": {"all": [{"value": "figure", "at_least": 3}, EVERY["l2"]]}}
        found = {"c1": "l2", "c2": "l2", "c3": "l1"}
        result = assessed(small(needs, inputs=FIGURE), findings=found, inputs={"figure": 1})
        assert [[(c.id, c.to) for c in one] for one in result.blocking_sets("l2")] == [
            [("c3/l2", MET)],
            [("input:figure", Bound(3, "up"))],
        ]

    def test_none_where_it_is_certain_and_the_empty_one_where_it_is_out_of_reach(self):
        assert list(gap().blocking_sets("muc-1")) == []
        assert list(school(at_level_2()).blocking_sets()) == []
        blocked = school(at_level_2(**{"1_3": "muc-1"})).blocking_sets(costs={"1.3": {"actionable": False}})
        assert list(blocked) == [()]

    def test_no_such_level(self):
        with pytest.raises(kd.InputError):
            gap().blocking_sets("muc-9")


class TestOrder:
    """5.9 Ties break by (cost, size, declared order, id): same input, same advice, on every backend."""

    COSTS: ClassVar = {f"{A}/muc-2": 3, f"{B}/muc-2": 2}

    def test_more_than_the_cheapest_lazily(self):
        repairs = gap().repairs(costs=self.COSTS)
        assert [r.cost for r in repairs] == [2, 3, 4]
        assert (repairs.cost, repairs.count) == (2, 1)
        assert next(iter(repairs)) == repairs.cheapest

    def test_limit(self):
        assert ways(gap().repairs(limit=2)) == ways(gap().repairs())[:2]
        assert gap().repairs(limit=1).count == 3

    def test_the_first_of_very_many_comes_at_once(self):
        result = school(dict.fromkeys(ALL, "khong-dat"))
        assert [r.cost for r in islice(result.repairs("muc-1"), 3)] == [result.repairs("muc-1").cost] * 3

    def test_is_the_same_in_every_process(self):
        script = dedent(f"""
            import kiemdinh as kd
            found = dict.fromkeys({ALL!r}, "muc-2") | {{"1.1": "muc-1", "3.3": "muc-1", "4.3": "khong-dat"}}
            result = kd.assess("{SCHOOL}", {{"findings": found}}, on="2027-06-30")
            print([[c.id for c in r.changes] for r in result.repairs()])
            print(result.margin(), result.why(), result.explain().to_dict())
        """)
        said = {
            subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "7")
        }
        assert len(said) == 1


class TestOutOfReach:
    """5.1 ... Without any repair the target is *out of reach*, and the classes are given as if everything could be
    acted on, each fact that cannot be marked."""

    COSTS: ClassVar = {"1.3": {"actionable": False}}

    def result(self):
        return school(at_level_2(**{"1_3": "muc-1", "1_1": "khong-dat"}))

    def test_no_cost_and_no_repair(self):
        repairs = self.result().repairs(costs=self.COSTS)
        assert (repairs.cost, repairs.count, repairs.proved, repairs.cheapest) == (None, 0, True, None)
        assert list(repairs) == []

    def test_classes_as_if_everything_could_be_acted_on(self):
        classes = self.result().explain(costs=self.COSTS).classes
        assert not classes.reachable
        assert set(classes.necessary) == {"1.1/muc-1", "1.3/muc-2"}
        assert classes.blocked == ("1.3/muc-2",)
        assert classes.irrelevant == ("1.1/muc-2",)

    def test_a_way_around_what_cannot_be_acted_on(self):
        repairs = gap().repairs(costs={A: {"actionable": False}})
        assert ways(repairs) == [{f"{C}/muc-1", f"{B}/muc-2"}, {f"{C}/muc-1", f"{C}/muc-2"}]
        assert gap().explain(costs={A: {"actionable": False}}).classes.reachable


class TestMixed:
    """5.3 ... Without inputs every change costs 1, but where a dossier mixes whole criteria with single requirements
    a step costs as many as the requirements it stands for."""

    def result(self):
        """1.3 requirement by requirement, the last of level 2 unmet; 1.1 to be brought to level 1 as a whole."""
        parts = [n for n in bundled(SCHOOL).nodes if n.startswith("1.3/") and bundled(SCHOOL).nodes[n].is_requirement]
        single = dict.fromkeys(parts, "met") | {parts[-1]: "unmet"}
        return parts[-1], school({k: v for k, v in at_level_2(**{"1_1": "khong-dat"}).items() if k != "1.3"} | single)

    def test_a_step_costs_as_many_as_the_requirements_it_stands_for(self):
        part, result = self.result()
        repairs = result.repairs()
        assert repairs.mixed
        of_the_step = [n for n in bundled(SCHOOL).nodes if n.startswith("1.1/muc-1/")]
        costs = {change.id: change.cost for change in repairs.cheapest.changes}
        assert costs == {part: 1, "1.1/muc-1": len(of_the_step)}
        assert repairs.cost == sum(costs.values())

    def test_an_effort_without_a_cost_leaves_the_cost_as_it_is(self):
        _, result = self.result()
        repairs = result.repairs(costs={"1.1/muc-1": {"months": 2}})
        assert repairs.cost == result.repairs().cost
        assert repairs.cheapest.also == {"months": 2}

    def test_whole_criteria_alone_are_not_mixed(self):
        assert not gap().repairs().mixed


YAML = """
1.1/muc-2: {cost: 3, months: 2, who: Hiệu trưởng}
"3.3": {actionable: false}
bat-buoc: 4
4.3/muc-1: {months: 1}
4.3/muc-2: 9
"""
CSV = """id,cost,months,who,actionable
1.1/muc-2,3,2,Hiệu trưởng,
3.3,,,,no
bat-buoc,4,,,
4.3/muc-1,,1,,yes
4.3/muc-2,9,,,
"""


class TestEfforts:
    """5.3 ... Costs are positive (infinite: cannot be acted on)."""

    @pytest.mark.parametrize(("name", "text"), [("efforts.yaml", YAML), ("efforts.csv", CSV)])
    def test_from_a_file(self, tmp_path, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        first, second = gap().repairs(costs=tmp_path / name)
        assert (first.cost, ids(first), first.also) == (4, {f"{A}/muc-2", f"{C}/muc-1"}, {"months": 3})
        assert (second.cost, ids(second), second.also) == (10, {f"{C}/muc-1", f"{C}/muc-2"}, {"months": 1})

    def test_of_a_tag(self):
        result = school(at_level_2(**{"1_3": "muc-1", "1_4": "muc-1"}))
        assert result.repairs(costs={"bat-buoc": 4, "1.4": 3}).cost == 7

    def test_the_nearest_counts(self):
        costs = {"bat-buoc": 4, "1.3": 3, "1.3/muc-2": 2, "1": 9}
        result = school(at_level_2(**{"1_3": "muc-1", "1_1": "khong-dat"}))
        assert {c.id: c.cost for c in result.repairs(costs=costs).cheapest.changes} == {"1.3/muc-2": 2, "1.1/muc-1": 9}

    def test_the_cost_to_minimise_is_named(self):
        costs = {f"{A}/muc-2": {"cost": 9, "months": 1}, f"{B}/muc-2": {"cost": 1, "months": 9}, C: {"months": 5}}
        by_cost, by_months = gap().repairs(costs=costs), gap().repairs(costs=costs, minimise="months")
        assert f"{B}/muc-2" in ids(by_cost.cheapest)
        assert by_cost.cheapest.also == {"months": 14}
        assert f"{A}/muc-2" in ids(by_months.cheapest)
        assert (by_months.cost, by_months.cheapest.also) == (6, {"cost": 9})

    @pytest.mark.parametrize(
        ("costs", "code", "path"),
        [
            ({"9.9": 2}, "KD332", "9.9"),
            ({"input:nothing": 2}, "KD332", "input:nothing"),
            ({"1.1/muc-9": 2}, "KD332", "1.1/muc-9"),
            ({"1.1": 0}, "KD333", "1.1.cost"),
            ({"1.1": -1}, "KD333", "1.1.cost"),
            ({"1.1": "dear"}, "KD333", "1.1.cost"),
            ({"1.1": None}, "KD333", "1.1.cost"),
            ({"1.1": {"months": "two"}}, "KD333", "1.1.months"),
            ({"1.1": {"actionable": "maybe"}}, "KD333", "1.1.actionable"),
        ],
    )
    def test_what_cannot_be_read_is_an_input_error(self, costs, code, path):
        with pytest.raises(kd.InputError) as caught:
            gap().repairs(costs=costs)
        assert [(d.code, d.path) for d in caught.value.diagnostics] == [(code, path)]

    def test_every_mistake_is_told_at_once(self):
        with pytest.raises(kd.InputError) as caught:
            gap().explain(costs={"9.9": 2, "1.1": 0})
        assert [d.code for d in caught.value.diagnostics] == ["KD332", "KD333"]

    @pytest.mark.parametrize(
        ("name", "text"), [("e.yaml", "- 1\n"), ("e.yaml", "a: [\n"), ("e.csv", "what,cost\n1.1,3\n")]
    )
    def test_a_file_that_is_none(self, tmp_path, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(kd.InputError):
            gap().repairs(costs=tmp_path / name)

    def table(self, tmp_path, text):
        (tmp_path / "e.csv").write_text(text, "utf-8")
        with pytest.raises(kd.InputError) as caught:
            gap().repairs(costs=tmp_path / "e.csv")
        return caught.value.diagnostics

    def test_an_id_has_one_row(self, tmp_path):
        (found,) = self.table(tmp_path, "id,cost\n1.1,3\n1.2,3\n1.1,4\n")
        assert (found.code, found.line, found.path) == ("KD006", 4, "1.1")
        assert "lines 2 and 4" in found.message

    @pytest.mark.parametrize("separator", [";", "\t"])
    def test_columns_are_separated_by_commas(self, tmp_path, separator):
        (found,) = self.table(tmp_path, "id,cost,months\n1.1,3,2\n".replace(",", separator))
        assert (found.code, found.line, found.found) == ("KD101", 1, separator.join(["id", "cost", "months"]))
        assert "separated by commas" in found.expected
        assert "save the table with commas" in found.hint

    def test_an_empty_table_says_nothing(self, tmp_path):
        assert [d.code for d in self.table(tmp_path, "")] == ["KD101"]

    def test_a_comma_within_a_number_makes_a_cell_too_many(self, tmp_path):
        (found,) = self.table(tmp_path, "id,cost\n1.1,2,5\n")
        assert (found.code, found.line, found.path) == ("KD333", 2, "1.1")

    @pytest.mark.parametrize("costs", [[3], 3, 2.5, {1.5: 2}, {"1.1": {("a",): 1}}, object(), b"1.1: 3", (), True])
    def test_what_is_neither_a_mapping_nor_a_file(self, costs):
        for asked in (gap().repairs, gap().explain):
            with pytest.raises(kd.InputError):
                asked(costs=costs)

    @pytest.mark.parametrize("cost", [Fraction(3, 2), Decimal("1.5"), "1.5", 1.5])
    def test_any_exact_number_is_a_cost(self, cost):
        assert gap().repairs(costs={C: cost}).cost == Fraction(5, 2)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(kd.InputError):
            gap().repairs(costs=tmp_path / "none.csv")


CRITERIA_2018 = [f"{s}.{c}" for s, count in enumerate((10, 4, 6, 2, 6), 1) for c in range(1, count + 1)]


class TestWholePeople:
    """5.5 Measured requirements are repaired by a bound: from 52 to at most 45 (-7), one change for all thresholds
    on that side of the metric..."""

    def result(self, excellent, area="difficult"):
        figures = {"excellent": excellent, "good": "50%", "weak": "0%", "conduct": "100%"}
        inputs = {name: {"cap-1": figure} for name, figure in figures.items()}
        context = {"area": area, "place": "inner_city", "commune": "other", "specialised": False}
        context |= {"programme": {"cap-1": "thpt"}, "dropout": "0%", "repetition": "0%"}
        lower = {"muc-1": dict.fromkeys("abc", "met"), "muc-2": dict.fromkeys("ab", "met")}
        findings = dict.fromkeys(CRITERIA_2018, "muc-3") | {"5.6": lower}
        dossier = {"school": {"stages": ["cap-1"]}, "findings": findings, "inputs": inputs | context}
        return kd.assess(bundled("vn.tt18-2018"), dossier, on="2024-09-15")

    def test_two_more_pupils_of_120(self):
        result = self.result({"part": 4, "of": 120})
        repairs = result.repairs("muc-3")
        (repair,) = repairs
        (change,) = repair.changes
        assert result.level.id == "muc-2"
        assert (repairs.cost, repairs.count, repairs.proved) == (1, 1, True)
        assert (change.id, change.kind, change.to) == ("input:excellent@cap-1", "improve", Bound(5, "up"))
        assert (change.part, change.whole) == (6, 120)
        assert result.explain().classes.necessary == ("input:excellent@cap-1",)
        assert result.explain().classes.alone == ("input:excellent@cap-1",)

    @pytest.mark.parametrize(("part", "level"), [(5, "muc-2"), (6, "muc-3")])
    def test_two_are_enough_and_one_is_not(self, part, level):
        result = self.result({"part": 4, "of": 120})
        after = result.what_if({"input:excellent@cap-1": {"part": part, "of": 120}}).result
        assert after.level.id == level

    def test_people_are_whole(self):
        (change,) = self.result({"part": 4, "of": 115}).repairs("muc-3").cheapest.changes
        assert (change.part, change.whole) == (6, 115)
        assert self.result({"part": 6, "of": 115}).level.id == "muc-3"
        assert self.result({"part": 5, "of": 115}).level.id == "muc-2"

    def test_a_bare_share_has_no_people(self):
        (change,) = self.result("4%").repairs("muc-3").cheapest.changes
        assert (change.to, change.part, change.whole) == (Bound(5, "up"), None, None)

    def test_the_repair_holds_in_every_area_left_open(self):
        """5.3 ... It never touches context, applicability, dates or decisions: a repair holds for every such value
        left open, or names what to settle first."""
        result = self.result({"part": 4, "of": 120}, area="unknown")
        (change,) = result.repairs("muc-3").cheapest.changes
        assert (change.id, change.part) == ("input:excellent@cap-1", 12)
        after = result.what_if({"input:excellent@cap-1": {"part": 12, "of": 120}}).result
        assert after.level.id == "muc-3"


def programme(**changed):
    framework = published("tt04-2025")
    criteria = [n for n, info in framework.nodes.items() if info.layer and info.layer.id == "criterion"]
    found = dict.fromkeys(criteria, "met") | {k.replace("_", "."): v for k, v in changed.items()}
    return kd.assess(framework, {"findings": found}, on="2026-01-01")


def visited(**found):
    severities = dict.fromkeys("1234", "none") | {k.removeprefix("c"): v for k, v in found.items()}
    inputs = {"visit": "general", "in_last_sc": dict.fromkeys("1234", "false")}
    return kd.assess(published("abet"), {"findings": severities, "inputs": inputs}, on="2024-06-30")


class TestDecisionLists:
    """2.5 A **decision list** yields a label without a total order (first matching case; exactly one `otherwise`)."""

    @pytest.mark.parametrize("ask", ["repairs", "explain"])
    def test_a_target_is_required(self, ask):
        with pytest.raises(kd.InputError) as caught:
            getattr(programme(**{"1_3": "unmet"}), ask)()
        (found,) = caught.value.diagnostics
        assert found.code == "KD331"
        assert all(label in found.expected for label in ("dat", "dat-co-dieu-kien", "khong-dat"))

    def test_no_such_label(self):
        with pytest.raises(kd.InputError) as caught:
            programme().repairs("dat-co-dieu-kiem")
        assert "dat-co-dieu-kien" in caught.value.diagnostics[0].hint

    def test_repairs_per_label(self):
        """1.3 is conditional and breaks standard 1 alone; three others break standard 2."""
        result = programme(**{"1_3": "unmet", "2_1": "unmet", "2_3": "unmet", "2_5": "unmet"})
        assert result.level.id == "dat-co-dieu-kien"
        accredited = result.repairs("dat")
        assert (accredited.cost, accredited.count) == (2, 3)
        assert ways(accredited) == [{"1.3", "2.1"}, {"1.3", "2.3"}, {"1.3", "2.5"}]
        assert result.repairs("dat-co-dieu-kien").cost == 0
        assert result.repairs("khong-dat").cost == 1

    def test_a_label_between_two_others_has_repairs_that_end(self):
        """Three standards are not met; any of seven criteria brings it back to two, and nothing else is minimal."""
        broken = {"1_3": "unmet", "2_1": "unmet", "2_3": "unmet", "2_5": "unmet", "3_3": "unmet", "3_4": "unmet"}
        result = programme(**broken, **{"3_1": "unmet"})
        assert result.level.id == "khong-dat"
        repairs = result.repairs("dat-co-dieu-kien")
        assert [r.cost for r in repairs] == [1] * 7
        assert set.union(*ways(repairs)) == {"1.3", "2.1", "2.3", "2.5", "3.1", "3.3", "3.4"}
        assert set(result.explain("dat-co-dieu-kien").classes.relevant) == set.union(*ways(repairs))

    def test_each_label_of_a_visit(self):
        result = visited(c2="deficiency", c3="weakness")
        assert result.level.id == "sc"
        assert [ids(result.repairs(label).cheapest) for label in ("ngr", "ir", "na")] == [
            {"2", "3"},
            {"2"},
            {"input:in_last_sc@2"},
        ]
        (change,) = result.repairs("ir").cheapest.changes
        assert (change.id, change.node, change.to) == ("2", "2", Bound(2, "down"))

    def test_context_is_never_touched(self):
        """5.3 ... It never touches context: a general visit does not become an interim one."""
        repairs = visited(c2="weakness").repairs("ve")
        assert (repairs.cost, list(repairs)) == (None, [])


class TestScores:
    """5.5 ... A missing total is stated as the shortfall, the room of each criterion, and one cheapest split."""

    def building(self, energy, water, gate="met"):
        found = {"EAp1": "met", "EAp2": "met", "WEp1": gate, "EAc1": energy, "WEc1": water}
        return kd.assess(published("leed"), {"findings": found}, on="2024-06-30")

    def test_a_shortfall_is_a_bound_on_the_points_of_a_credit(self):
        repairs = self.building(35, 10).repairs("silver")
        assert [(c.id, c.to) for r in repairs for c in r.changes] == [
            ("EAc1", Bound(40, "up")),
            ("WEc1", Bound(15, "up")),
        ]

    def test_the_room_of_a_credit_is_kept(self):
        """Platinum needs 35 more: energy has room for 25, water for 40."""
        cheapest = self.building(35, 10).repairs("platinum").cheapest
        assert [(c.id, c.to) for c in cheapest.changes] == [("WEc1", Bound(45, "up"))]

    def test_the_points_repaired_to_are_enough_and_fewer_are_not(self):
        result = self.building(35, 10)
        assert result.what_if({"WEc1": 15}).result.level.id == "silver"
        assert result.what_if({"WEc1": 14}).result.level.id == "certified"

    def test_a_gate_beside_a_sum(self):
        (repair,) = self.building(35, 10, gate="unmet").repairs("certified")
        assert ids(repair) == {"WEp1"}

    def test_floors(self):
        """3 of 11 points needs 80% of 15, 6 needs 60% of 5; the sum is enough."""
        found = dict(zip("123456789", (12, 17, 11, 15, 15, 2, 6, 9, 6), strict=True))
        (repair,) = kd.assess(published("tt15-2017"), {"findings": found}, on="2024-06-30").repairs("dat")
        assert {c.id: c.to for c in repair.changes} == {"3": Bound(12, "up"), "6": Bound(3, "up")}


FIGURE = {"figure": {"type": "number", "unit": "u", "range": {"from": 0, "to": 9}}}


class TestNegation:
    """5.8 Polarity is carried: under a negation "what must change" means what must cease to hold."""

    AT_MOST_ONE: ClassVar = {"l1": EVERY["l1"], "l2": {"count": "criterion", "that": its("l2"), "at_most": 1}}

    def test_what_must_cease_to_hold(self):
        result = assessed(small(self.AT_MOST_ONE), findings={"c1": "l2", "c2": "l2", "c3": "l1"})
        assert result.level.id == "l1"
        assert ways(result.repairs()) == [{"c1/l2"}, {"c2/l2"}]
        assert all((c.from_, c.to) == (MET, UNMET) for r in result.repairs() for c in r.changes)

    def test_keep(self):
        """5.1 ... *Keep*: in none, but a change of it would spoil one (only under a negation)."""
        needs = {"l1": EVERY["l1"], "l2": {"all": [self.AT_MOST_ONE["l2"], {"value": "figure", "at_least": 5}]}}
        framework = small(needs, inputs=FIGURE)
        result = assessed(framework, findings={"c1": "l2", "c2": "l1", "c3": "l1"}, inputs={"figure": 1})
        classes = result.explain().classes
        assert classes.necessary == ("input:figure",)
        assert {"c2/l2", "c3/l2"} <= set(classes.keep)

    def test_a_figure_within_a_band(self):
        band = {"all": [{"value": "figure", "at_least": 3}, {"value": "figure", "at_most": 6}]}
        framework = small({"l1": EVERY["l1"], "l2": band}, inputs=FIGURE)
        for figure, bound in ((1, Bound(3, "up")), (8, Bound(6, "down"))):
            result = assessed(framework, findings=dict.fromkeys(("c1", "c2", "c3"), "l1"), inputs={"figure": figure})
            assert [c.to for r in result.repairs() for c in r.changes] == [bound]


class TestStages:
    """2.6 Where a definition declares parts (stages), a school with several is assessed part by part: its level is the
    lowest... What the stages share is one fact, and one change."""

    def test_a_shared_fact_is_changed_once_and_an_own_one_for_its_stage(self):
        framework = small(EVERY, subject={"kind": "school", "has": ["stage"], "assessed_by": "stage"})
        found = {"c1": "l2", "c2": "l1", "s1/c3": "l2", "s2/c3": "l1"}
        repairs = assessed(framework, school={"stages": ["s1", "s2"]}, findings=found).repairs()
        (repair,) = repairs
        assert (repair.cost, [(c.id, c.stage) for c in repair.changes if c.id != "c2/l2"]) == (2, [("s2/c3/l2", "s2")])
        assert "c2/l2" in ids(repair)


EVIDENCE = {
    "A": {"title": "a", "issued": "2026-01-01", "until": "2026-12-31"},
    "B": {"title": "b", "issued": "2026-01-01", "until": "2026-10-31"},
    "C": {"title": "c", "issued": "2026-01-01"},
    "D": {"title": "d", "issued": "2026-01-01", "until": "2026-10-01"},
}


class TestMargin:
    """5.6 The **margin** of a level held: the least (or cheapest) set of losses that drops it, and the facts that
    drop it alone. "Drops" means no longer certain, unknowns at their worst; a metric's loss is its slack; an
    expiring item that carries several facts is one loss, shown as such."""

    TWO: ClassVar = {"l1": {"count": "criterion", "that": its("l1"), "at_least": 2}, "l2": EVERY["l2"]}

    def test_two_losses_where_one_is_spare(self):
        margin = assessed(small(self.TWO), findings=dict.fromkeys(("c1", "c2", "c3"), "l1")).margin()
        assert (margin.level.id, margin.size, margin.proved, margin.alone) == ("l1", 2, True, ())
        assert [{lost.id for lost in drop} for drop in margin.least] == [
            {"c1/l1", "c2/l1"},
            {"c1/l1", "c3/l1"},
            {"c2/l1", "c3/l1"},
        ]

    def test_facts_alone(self):
        margin = assessed(small(self.TWO), findings={"c1": "l1", "c2": "l1", "c3": "l0"}).margin()
        assert margin.size == 1
        assert [lost.id for lost in margin.alone] == ["c1/l1", "c2/l1"]

    def test_an_unknown_is_taken_at_its_worst(self):
        margin = assessed(small(self.TWO), findings={"c1": "l1", "c2": "l1"}).margin()
        assert margin.size == 1

    def test_evidence_alone_the_soonest_first(self):
        """A carries two facts and is one loss; C and D carry one fact together, so neither is missed alone."""
        framework = small(EVERY, evidence={"items": 1})
        by = {"c1/l1/a": ["A"], "c2/l1/a": ["B"], "c3/l1/a": ["C", "D"], "c1/l2/a": ["A"]}
        found = {node: {"is": "met", "by": codes} for node, codes in by.items()}
        found |= {"c2/l2/a": "unmet", "c3/l2/a": "unmet"}
        margin = assessed(framework, findings=found, evidence=EVIDENCE).margin()
        assert [(e.code, str(e.until)) for e in margin.evidence] == [("B", "2026-10-31"), ("A", "2026-12-31")]
        assert "c1/l1/a" in margin.evidence[1].facts

    def test_what_must_not_come_to_hold(self):
        """Under a negation a gain is what is feared (5.8)."""
        needs = {"l1": {"count": "criterion", "that": its("l2"), "at_most": 1}, "l2": EVERY["l2"]}
        margin = assessed(small(needs), findings={"c1": "l2", "c2": "l1", "c3": "l1"}).margin()
        assert (margin.size, [(one.id, one.gained) for one in margin.alone]) == (1, [("c2/l2", True), ("c3/l2", True)])
        assert "comes to hold" in margin.to_text("en")
        for one in ("c2", "c3"):
            assert assessed(small(needs), findings={"c1": "l2", "c2": "l1", "c3": "l1"} | {one: "l2"}).level is None

    def test_a_metric_by_its_slack(self):
        needs = {"l1": {"value": "figure", "at_least": 3}, "l2": EVERY["l2"]}
        margin = assessed(small(needs, inputs=FIGURE), inputs={"figure": 7}).margin()
        assert [(lost.id, lost.bound) for lost in margin.alone] == [("input:figure", Bound(3, "down", strict=True))]

    def test_points_by_their_slack(self):
        margin = TestScores().building(35, 10).margin()
        lost = {lost.id: lost.bound for lost in margin.alone}
        assert lost["WEc1"] == Bound(5, "down", strict=True)
        assert lost["EAp1"] is None

    def test_nothing_is_held(self):
        result = assessed(small(EVERY), findings={"c1": "l0"})
        assert (result.margin(), result.why()) == (None, None)


class TestWhy:
    """5.7 A **sufficient reason** for a level held: a minimal set of facts that keeps it whatever the others are."""

    def test_as_few_as_keep_it(self):
        why = assessed(small(TestMargin.TWO), findings=dict.fromkeys(("c1", "c2", "c3"), "l2") | {"c3": "l1"}).why()
        assert (why.level.id, why.proved) == ("l1", True)
        assert set(why.reason) == {"c1/l1", "c2/l1"}

    def test_a_mandatory_criterion_is_in_every_reason(self):
        why = gap().why()
        assert {f"{c}/muc-1" for c in MANDATORY} <= set(why.reason)
        assert f"{C}/muc-1" not in why.reason


class TestWhatIf:
    """4.4 Assessing the same inputs again gives the same result... A supposition is a new result; nothing is stored."""

    def test_a_new_result_and_its_difference(self):
        result = gap()
        what_if = result.what_if({C: "muc-2"})
        assert (result.level.id, what_if.result.level.id) == ("muc-1", "muc-2")
        differences = {d.id: (d.before, d.after) for d in what_if.differences}
        assert differences["outcome:muc"] == ("muc-1..muc-1", "muc-2..muc-2")
        assert differences[C] == ("khong-dat..khong-dat", "muc-2..muc-2")

    def test_the_old_result_is_unchanged(self):
        result = gap()
        before = result.to_json()
        result.what_if({C: "muc-2", A: "khong-dat"})
        assert result.to_json() == before == gap().to_json()

    def test_nothing_changed_makes_no_difference(self):
        what_if = gap().what_if({})
        assert what_if.differences == ()
        assert what_if.result.level == gap().level

    def test_downwards_too(self):
        assert gap().what_if({"1.3": "khong-dat"}).result.outcome.id != "muc-1"

    @pytest.mark.parametrize("changes", [{"9.9": "met"}, {"1.3": "muc-9"}, {"input:nothing": 1}])
    def test_what_cannot_be_supposed(self, changes):
        with pytest.raises(kd.InputError):
            gap().what_if(changes)


class TestAClaimBesideAFigure:
    """5.3 ... what stands above a claim stays as it is when its step is changed, so a repair may contain both."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.beside
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}}
inputs: {figure: {type: number, unit: u}}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries}]
tree: [{id: c1, levels: {l1: [{id: a}], l2: [{id: a, met_if: {value: figure, at_least: 2}}, {id: b}]}}]
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {every: criterion, that: {its: level, at_least: l1}}
      l2: {all: [{every: criterion, that: {its: level, at_least: l2}}, {value: figure, at_least: 1}]}
"""

    @pytest.mark.parametrize(
        ("claim", "figure", "changes"),
        [
            ("l1", 0, {"c1/l2", "input:figure"}),
            ("l2", 0, {"input:figure"}),
            ("l1", 5, {"c1/l2"}),
            ("l2", 5, set()),
            ("l1", "unknown", {"c1/l2", "input:figure"}),
            ("l1", None, {"c1/l2", "input:figure"}),
        ],
    )
    def test_contains_the_step_and_the_figure_that_decides_within_it(self, claim, figure, changes):
        dossier = {"findings": {"c1": claim}, "inputs": {"figure": figure}}
        result = kd.assess(kd.load(self.FRAMEWORK), dossier, on="2027-06-30")
        repair = result.repairs("l2").cheapest
        assert {change.id for change in repair.changes} == changes
        assert [change.to.number for change in repair.changes if change.id == "input:figure"] in ([], [2])
        made = {"c1/l2/b": "met"} if "c1/l2" in changes else {}
        made |= {"input:figure": 2} if "input:figure" in changes else {}
        assert result.what_if({"c1": "l2", **made} if made else {}).result.level.id == "l2"


class TestAFirstFigure:
    """3.4 ... it speaks as soon as one value of what is measured ... is recorded ... before that a finding or claim
    stands, marked *not measured*, unless the definition demands the figure..."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.windows
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs:
  figure: {type: number, unit: u, range: {from: 0, to: 9}}
  other: {type: number, unit: u}
  part: {type: number, unit: u}
  whole: {type: number, unit: u, given: true}
  area: {type: choice, choices: [easy, hard]}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries}]
tree:
  - {id: c1, levels: {l1: [{id: a, met_if: WANTED}]}}
  - {id: c2, levels: {l1: [{id: a, met_if: WOKEN}, {id: b}]}}
outcomes:
  - {id: level, ladder: lv, needs: {l1: {every: criterion, that: {its: level, at_least: l1}}}}
"""
    TWO = "{value: figure, at_least: 2}"
    CLAIM: ClassVar = {"c2": "l1"}

    def result(self, wanted, woken, findings, **inputs):
        text = self.FRAMEWORK.replace("WANTED", wanted).replace("WOKEN", woken)
        return kd.assess(kd.load(text), {"findings": findings, "inputs": inputs}, on="2027-06-30")

    @pytest.mark.parametrize("findings", [CLAIM, {"c2/l1/a": "met", "c2/l1/b": "met"}])
    @pytest.mark.parametrize(
        ("woken", "to", "within", "enough", "too_far"),
        [
            ("{value: figure, at_most: 3}", Bound(2, "up"), Bound(3, "down"), (2, 3), (1, 4)),
            ("{value: figure, below: 3}", Bound(2, "up"), Bound(3, "down", strict=True), (2, 2.5), (3,)),
            ("{value: figure, at_most: 2}", Bound(2, "up"), Bound(2, "down"), (2,), (3,)),
            ("{value: figure, at_least: 5}", Bound(5, "up"), None, (5, 9), (2, 4)),
            (
                "{all: [{value: figure, at_least: 4}, {value: figure, at_most: 6}]}",
                Bound(4, "up"),
                Bound(6, "down"),
                (4, 6),
                (3, 7),
            ),
            (
                "{value: figure, at_most: {by: area, values: {easy: 8, hard: 6}}}",
                Bound(2, "up"),
                Bound(6, "down"),
                (2, 6),
                (7,),
            ),
        ],
    )
    def test_names_the_whole_window_that_it_must_keep(self, findings, woken, to, within, enough, too_far):
        result = self.result(self.TWO, woken, findings)
        (repair,) = result.repairs("l1")
        (change,) = repair.changes
        assert (change.id, change.to, change.within, repair.cost) == ("input:figure", to, within, 1)
        levels = {n: result.what_if({"input:figure": n}).result.level for n in (*enough, *too_far)}
        assert [n for n, level in levels.items() if level is not None] == list(enough)

    def test_of_a_part_by_its_whole(self):
        needs = (
            "{all: [{every: criterion, that: {its: level, at_least: l1}}, {value: part, per: whole, at_least: 20%}]}"
        )
        text = self.FRAMEWORK.replace("{every: criterion, that: {its: level, at_least: l1}}", needs)
        text = text.replace("WANTED", self.TWO).replace("WOKEN", "{value: part, per: whole, at_most: 50%}")
        dossier = {"findings": dict.fromkeys(("c1", "c2"), "l1"), "inputs": {"whole": 40}}
        result = kd.assess(kd.load(text), dossier, on="2027-06-30")
        (change,) = result.repairs("l1").cheapest.changes
        assert (change.to, change.within) == (Bound(8, "up"), Bound(20, "down"))
        for part, reached in ((7, False), (8, True), (20, True), (21, False)):
            assert (result.what_if({"input:part": part}).result.level is not None) is reached

    @pytest.mark.parametrize(
        "woken",
        [
            "{value: figure, below: 2}",
            "{all: [{value: figure, at_most: 5}, {value: other, at_least: 1}]}",
        ],
    )
    def test_is_left_unrecorded_where_it_would_wake_what_it_cannot_meet(self, woken):
        result = self.result(self.TWO, woken, self.CLAIM)
        assert ways(result.repairs("l1")) == [{"c1/l1/a"}]
        assert result.what_if({"c1/l1/a": "met"}).result.level.id == "l1"
        assert all(result.what_if({"input:figure": n}).result.level is None for n in range(10))

    def test_no_finding_stands_in_for_a_figure_that_is_demanded(self):
        text = self.FRAMEWORK.replace("met_if: WOKEN", "demands_figure: true, met_if: {value: other, at_most: 3}")
        framework = kd.load(text.replace("WANTED", self.TWO))
        result = kd.assess(framework, {"findings": {"c2": "l0"}}, on="2027-06-30")
        (repair,) = result.repairs("l1")
        assert ids(repair) == {"c2/l1", "input:figure", "input:other"}
        made = {"c2": "l1", "input:figure": 2, "input:other": 3}
        assert result.what_if(made).result.level.id == "l1"
        for left in made:
            assert result.what_if({k: v for k, v in made.items() if k != left}).result.level is None

    def test_no_claim_stands_in_for_a_figure_that_can_never_suffice(self):
        assert list(self.result(self.TWO, "{value: figure, at_least: 10}", self.CLAIM).repairs("l1")) == []

    def test_says_both_bounds(self):
        repairs = self.result(self.TWO, "{value: figure, at_most: 3}", self.CLAIM).repairs("l1")
        assert "at least 2 needed, at most 3 needed" in repairs.to_text("en")
        assert "cần ít nhất 2, cần không quá 3" in repairs.to_text("vi")
