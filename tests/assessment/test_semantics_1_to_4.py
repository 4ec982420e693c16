"""Sections 1 to 4 of the semantics by hand-made examples, whose answers come from the text."""

import datetime as dt
import math
from functools import cache

import pytest
import yaml

import kiemdinh as kd
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval

ON = dt.date(2026, 9, 30)
HEAD = """
kiemdinh: 1
framework: test.hand
source: {document: By-law 1, in_force: 2026-01-01, until: 2030-01-01}
"""
LEVELS = (
    HEAD
    + """
subject: {kind: school}
evidence: {code: "E.{serial:2}", items: 1}
scales:
  lv: {not_reached: {id: l0, vi: Chưa đạt}, steps: [{id: l1}, {id: l2}]}
inputs:
  lab: {type: yes_no}
  books: {type: number, unit: book, range: {from: 0, to: 500}}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries}]
tree:
  - id: c1
    levels:
      l1:
        - {id: a}
        - {id: b, when: {value: lab, is: true}}
        - {id: c, may_not_apply: true}
      l2: [{id: a, met_if: {value: books, at_least: 100}}]
  - id: c2
    levels: {l1: [{id: a}]}
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {every: criterion, that: {its: level, at_least: l1}}
      l2: {every: criterion, that: {its: level, at_least: l2}}
"""
)
ONE_EXPIRED = {"E.01": {"title": "t"}, "E.02": {"title": "old", "until": "2026-09-29"}}
PARTS = {"c1/l1/a": "met", "c1/l1/c": "met", "c2/l1/a": "met"}


@cache
def framework(text):
    return kd.load(text=text)


def assessed(dossier, text=LEVELS, on=ON, **options):
    return kd.assess(framework(text), dossier, on=on, **options)


def codes(result):
    return {(warned.code, warned.about) for warned in result.warnings}


def problems(text_or_dossier, text=None):
    with pytest.raises(kd.InputError) as caught:
        kd.load(text=text_or_dossier) if text is None else assessed(text_or_dossier, text)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


class TestTruth:
    """1.1 A requirement is *met*, *unmet* or *unknown*. *Not applicable* is no truth value: it takes the
    requirement out of its group (1.7).
    """

    @pytest.mark.parametrize(("word", "truth"), [("met", MET), ("unmet", UNMET), ("unknown", UNKNOWN)])
    def test_three_truths(self, word, truth):
        assert assessed({"findings": {"c1/l1/a": word}}).node("c1/l1/a").truth is truth

    def test_what_does_not_apply_is_out_of_its_group(self):
        findings = PARTS | {"c1/l1/c": {"is": "not-applicable", "why": "none here"}}
        result = assessed({"findings": findings, "inputs": {"lab": False}})
        assert result.node("c1/l1/c").applies is UNMET
        assert result.level.id == "l1"


class TestEmptyGroups:
    """1.8 A group without members by definition is rejected. One that can become empty states what then holds: met,
    unmet, not applicable (it then leaves its own group), unknown, or for a quantity a value; there is no default.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school}
inputs: {lab: {type: yes_no}}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1, IF_EMPTY parts: [{id: a, when: {value: lab, is: true}}]}, {id: c2}]
outcomes: [{id: o, cases: [{id: good, if: {every: SET, that: met}}], otherwise: {id: poor}}]
"""
    )

    @pytest.mark.parametrize(
        ("said", "labels"), [("met", ["good"]), ("unmet", ["poor"]), ("unknown", ["good", "poor"])]
    )
    def test_says_what_holds(self, said, labels):
        text = self.TEXT.replace("IF_EMPTY", f"if_empty: {said},").replace("SET", "criterion")
        result = assessed({"findings": {"c2": "met"}, "inputs": {"lab": False}}, text)
        assert [label.id for label in result.outcomes[0].labels] == labels

    def test_may_leave_its_own_group(self):
        text = self.TEXT.replace("IF_EMPTY", "if_empty: not-applicable,").replace("SET", "criterion")
        result = assessed({"findings": {"c2": "met"}, "inputs": {"lab": False}}, text)
        assert result.node("c1").applies is UNMET
        assert result.level.id == "good"

    def test_has_no_default(self):
        assert "KD222" in problems(self.TEXT.replace("IF_EMPTY", "").replace("SET", "criterion"))

    def test_a_group_without_members_is_rejected(self):
        text = self.TEXT.replace("IF_EMPTY", "if_empty: met,").replace("SET", "none")
        assert problems(text + "sets: {none: {among: criterion, tagged: rare}}\ntags: {rare: {en: rare}}\n")


class TestAbsence:
    """1.10 **Absence.** What is not recorded is unknown; an empty cell, null and NaN are absence, never "fails". A
    list is complete only where the dossier or register says so; an empty list not called complete is unknown. A
    value outside its declared range or scale is an error, never data.
    """

    @pytest.mark.parametrize("nothing", [None, "", math.nan, {}])
    def test_nothing_recorded_is_unknown(self, nothing):
        result = assessed({"findings": PARTS | {"c2/l1/a": nothing}, "inputs": {"lab": False}})
        node = result.node("c2/l1/a")
        assert (node.truth, node.reasons) == (UNKNOWN, ("not assessed",))
        assert (result.level, result.attainable.id, result.outcome) == (None, "l2", None)

    @pytest.mark.parametrize("nothing", [None, "", math.nan])
    def test_no_figure_is_unknown(self, nothing):
        node = assessed({"findings": {"c1/l2/a": "met"}, "inputs": {"books": nothing}}).node("c1/l2/a")
        assert node.truth is MET

    def test_a_value_outside_its_range_is_an_error(self):
        assert problems({"inputs": {"books": 501}}, LEVELS)
        assert problems({"findings": {"c1": "l3"}}, LEVELS)

    @pytest.mark.parametrize(("complete", "labels"), [([], {"clear", "weak"}), (["findings"], {"clear"})])
    def test_an_empty_list_of_findings(self, complete, labels):
        text = (
            HEAD
            + """
subject: {kind: school}
scales: {severity: {not_reached: {id: none}, steps: [{id: weakness}, {id: deficiency}]}}
layers: [{id: criterion, verdict: finding, scale: severity}]
tree: [{id: c1}]
outcomes:
  - id: action
    cases: [{id: weak, if: {count: criterion, that: {its: finding, at_least: weakness}, at_least: 1}}]
    otherwise: {id: clear}
"""
        )
        result = assessed({"findings": {"c1": []}, "complete": complete}, text)
        assert {label.id for label in result.outcomes[0].labels} == labels


class TestLevels:
    """2.2 The **guaranteed** level is the highest level that is certain; the **attainable** level the highest that is
    possible. They coincide when nothing that matters is unknown: then the outcome is *determined*. Below the lowest
    level stands an outcome with a name and an id of its own, and that name is said only when it is certain.
    """

    def test_not_yet_assessed(self):
        result = assessed({})
        assert (result.level, result.attainable.id, result.determined, result.outcome) == (None, "l2", False, None)

    def test_below_the_lowest_only_when_certain(self):
        result = assessed({"findings": {"c2": "l0"}})
        assert (result.level, result.attainable, result.determined) == (None, None, True)
        assert (result.outcome.id, result.outcome.said("vi")) == ("l0", "Chưa đạt")

    def test_between(self):
        result = assessed({"findings": PARTS, "inputs": {"lab": False}})
        assert (result.level.id, result.attainable.id, result.outcome) == ("l1", "l2", None)

    def test_what_does_not_matter_may_stay_unknown(self):
        result = assessed({"findings": {"c2": "l0", "c1/l1/a": None}})
        assert result.determined


SCORES = """
kiemdinh: 1
framework: org.example.scores
source: {document: By-law 1}
subject: {kind: school}
scales:
  grade: {not_reached: {id: weak}, steps: [{id: fair}, {id: good}, {id: fine}]}
  number: {from: 1, to: 5}
  severity: {not_reached: {id: none}, steps: [{id: minor}, {id: grave}]}
layers:
  - {id: standard, verdict: rating, derive: {mean: below, of: {its: points}}}
  - {id: rated, in: standard, verdict: rating, scale: grade}
  - {id: numbered, in: standard, verdict: rating, scale: number}
  - {id: counted, in: standard, verdict: points}
  - {id: listed, in: standard, verdict: finding, scale: severity}
sets: {below: {among: counted}}
tree:
  - id: s
    parts:
      - {id: r, layer: rated}
      - {id: n, layer: numbered}
      - {id: p, layer: counted, points: 10}
      - {id: f, layer: listed}
outcomes:
  - id: action
    cases: [{id: good, if: {sum: counted, of: {its: points}, at_least: 5}}]
    otherwise: {id: poor}
"""


class TestNodes:
    """2.2 What holds for outcomes holds for every judged node, ratings, points (their low end) and findings included:
    `guaranteed` and `attainable` are None where there is none, and `outcome` is said only where it is *determined*. No
    criterion that nobody looked at is called unreached.
    """

    @pytest.mark.parametrize("findings", [{}, {"c1": None}, {"c1": "unknown"}])
    def test_a_criterion_that_nobody_looked_at(self, findings):
        node = assessed({"findings": findings}).node("c1")
        assert (node.guaranteed, node.attainable.id, node.determined, node.outcome) == (None, "l2", False, None)

    def test_one_that_is_unreached(self):
        node = assessed({"findings": {"c1": "l0"}}).node("c1")
        assert (node.guaranteed, node.attainable, node.determined, node.outcome.id) == (None, None, True, "l0")

    @pytest.mark.parametrize("node", ["r", "n", "p", "f", "s"])
    def test_a_score_of_which_nothing_is_known(self, node):
        found = assessed({}, SCORES).node(node)
        assert (found.guaranteed, found.attainable, found.determined, found.outcome) == (None, None, False, None)

    @pytest.mark.parametrize(
        ("findings", "ends", "outcome"),
        [
            ({"r": "good"}, ("good", "good"), "good"),
            ({"r": "weak"}, (None, None), "weak"),
            ({"n": 3}, ("3", "3"), "3"),
            ({"p": 7.25}, ("7.25", "7.25"), "7.25"),
            ({"p": 0}, ("0", "0"), "0"),
            ({"f": ["minor"]}, ("minor", "grave"), None),
        ],
    )
    def test_a_score_by_its_low_and_its_high_end(self, findings, ends, outcome):
        node = assessed({"findings": findings}, SCORES).node(next(iter(findings)))
        found = (node.guaranteed, node.attainable, node.outcome)
        assert tuple(level and level.id for level in found) == (*ends, outcome)
        assert node.determined is (outcome is not None)

    def test_a_complete_list_without_findings(self):
        node = assessed({"findings": {"f": []}, "complete": ["findings"]}, SCORES).node("f")
        assert (node.guaranteed, node.attainable, node.outcome.id) == (None, None, "none")

    def test_a_derived_score_is_determined_where_all_below_it_is(self):
        all_known = {"r": "good", "n": 3, "p": 0, "f": ["grave"]}
        dossier = {"findings": all_known, "complete": ["findings"]}
        assert assessed(dossier, SCORES).node("s").determined
        assert not assessed(dossier | {"findings": all_known | {"p": None}}, SCORES).node("s").determined


def test_a_node_that_is_not_judged_is_an_error():
    result = kd.assess("vn.tt57-2026.pho-thong", {}, on="2027-06-30")
    with pytest.raises(kd.InputError, match=r"no node '1\.33' is judged"):
        result.node("1.33")


class TestCriteria:
    """2.3 Criteria have levels of their own by the same rule; a rule may ask that a criterion *reaches* a level. A
    criterion without requirements of its own at a level says so: its lower level carries, or the level does not apply
    to it (1.7).
    """

    def test_a_criterion_has_a_level(self):
        result = assessed({"findings": PARTS, "inputs": {"lab": False, "books": 99}})
        node = result.node("c1")
        assert (node.guaranteed.id, node.attainable.id) == ("l1", "l1")

    def test_a_higher_level_without_the_lower_is_not_reached(self):
        result = assessed({"findings": {"c1/l1/a": "unmet"}, "inputs": {"books": 100}})
        assert result.node("c1/l2/a").truth is MET
        assert (result.node("c1").attainable, result.node("c1").outcome.id) == (None, "l0")

    @pytest.mark.parametrize(("no_text", "level"), [("carries", "l2"), ("fails", "l1")])
    def test_a_level_without_text(self, no_text, level):
        text = LEVELS.replace("no_text: carries", f"no_text: {no_text}")
        result = assessed({"findings": PARTS, "inputs": {"lab": False, "books": 100}}, text)
        assert result.node("c2").guaranteed.id == level
        assert result.level.id == level

    def test_a_layer_must_say_what_a_level_without_text_means(self):
        assert problems(LEVELS.replace(", no_text: carries", "")) == ["KD224"]


class TestALevelThatAsksNothing:
    """2.3 A level that carries and has no lower level with text asks nothing: it is shown as *no text* and given to
    nobody by itself; who reaches a level above has it too.

    2.3 A criterion without text at a level that a rule asks for, or below it, is left out of the rule as by 1.7, and
    the definition must say so.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}, {id: l3}]}}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries, not_applicable: STATED}]
sets: {late: {among: criterion, ids: [c2], if_empty: unmet}}
tree:
  - {id: c1, levels: {l1: [{id: a}]}}
  - {id: c2, levels: {l2: [{id: a}]}}
outcomes:
  - id: level
    cases: [{id: holds, if: RULE}]
    otherwise: {id: not}
"""
    )
    EVERY = "{every: criterion, that: {its: level, at_least: l1}}"

    def result(self, rule=EVERY, stated="drop", **findings):
        text = self.TEXT.replace("RULE", rule).replace("STATED", stated)
        return assessed({"findings": {name.replace("_", "/"): verdict for name, verdict in findings.items()}}, text)

    def test_nobody_has_it_unlooked_at(self):
        node = self.result().node("c2")
        assert (node.guaranteed, node.attainable.id, node.outcome, node.determined) == (None, "l3", None, False)

    @pytest.mark.parametrize(("found", "level"), [("met", "l3"), ("unmet", None)])
    def test_who_reaches_one_above_has_it(self, found, level):
        node = self.result(c2_l2_a=found).node("c2")
        assert node.determined
        assert (node.guaranteed and node.guaranteed.id) == level
        assert node.outcome.id == (level or "l0")

    @pytest.mark.parametrize("stated", ["drop", "met", "unmet"])
    def test_a_rule_over_all_leaves_the_criterion_out(self, stated):
        result = self.result(stated=stated, c1_l1_a="met", c2_l2_a="unmet")
        assert [one.id for one in result.outcomes[0].labels] == ["holds"]

    @pytest.mark.parametrize(
        ("that", "label"),
        [
            ("at_least: l2", "not"),  # c2 does not reach it
            ("above: l1", "not"),  # the same
            ("at_most: l1", "not"),  # c1 reaches all
            ("is: l1", "not"),
            ("at_least: l0", "holds"),  # it asks for nothing
        ],
    )
    def test_a_rule_asks_for_the_levels_that_it_compares_with(self, that, label):
        result = self.result(f"{{every: criterion, that: {{its: level, {that}}}}}", c1_l1_a="met", c2_l2_a="unmet")
        assert [one.id for one in result.outcomes[0].labels] == [label]

    @pytest.mark.parametrize(("stated", "number"), [("drop", 1), ("met", 2), ("unmet", 1)])
    def test_what_counts_takes_it_as_is_stated(self, stated, number):
        for least, label in ((number, "holds"), (number + 1, "not")):
            rule = f"{{count: criterion, that: {{its: level, at_least: l1}}, at_least: {least}}}"
            result = self.result(rule, stated, c1_l1_a="met")
            assert [one.id for one in result.outcomes[0].labels] == [label]

    @pytest.mark.parametrize(("stated", "label"), [("drop", "holds"), ("met", "holds"), ("unmet", "not")])
    def test_what_weighs_takes_it_as_is_stated(self, stated, label):
        rule = "{share: criterion, that: {its: level, at_least: l1}, at_least: 60%}"
        assert self.result(rule, stated, c1_l1_a="met").outcomes[0].labels[0].id == label

    def test_a_set_of_which_nothing_is_asked_is_empty(self):
        assert self.result("{every: late, that: {its: level, at_least: l1}}").outcomes[0].labels[0].id == "not"
        assert problems(
            self.TEXT.replace("RULE", self.EVERY.replace("criterion", "late")).replace(", if_empty: unmet", "")
        ) == ["KD222"]

    def test_the_definition_must_say_that_it_is_left_out(self):
        silent = self.TEXT.replace(", not_applicable: STATED", "")
        assert problems(silent.replace("RULE", self.EVERY)) == ["KD223"]
        assert "KD223" in problems(silent.replace("RULE", self.EVERY.replace("criterion", "late")))
        assert kd.load(text=silent.replace("RULE", self.EVERY.replace("l1", "l2")))
        by_set = silent.replace("ids: [c2]", "not_applicable: drop").replace("RULE", self.EVERY)
        assert kd.load(text=by_set.replace("every: criterion", "every: late"))


class TestDecisionLists:
    """2.5 A **decision list** yields a label without a total order (first matching case; exactly one `otherwise`).
    Under unknowns its outcome is a set that contains every label some completion yields; the result says whether it is
    exactly those or may hold more. Blockers are asked per target label.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1}, {id: c2}]
outcomes:
  - id: o
    cases:
      - {id: full, if: {count: criterion, that: met, at_least: 2}}
      - {id: part, if: {count: criterion, that: met, at_least: 1}}
    otherwise: {id: none}
"""
    )

    @pytest.mark.parametrize(
        ("findings", "labels"),
        [
            ({"c1": "met", "c2": "met"}, ["full"]),
            ({"c1": "met", "c2": "unmet"}, ["part"]),
            ({"c1": "unmet", "c2": "unmet"}, ["none"]),
            ({"c1": "met"}, ["full", "part"]),
            ({"c1": "unmet"}, ["part", "none"]),
            ({}, ["full", "part", "none"]),
        ],
    )
    def test_the_first_case_that_matches(self, findings, labels):
        (outcome,) = assessed({"findings": findings}, self.TEXT).outcomes
        assert [label.id for label in outcome.labels] == labels
        assert (outcome.outcome.id if outcome.outcome else None) == (labels[0] if len(labels) == 1 else None)

    def test_says_where_the_set_may_hold_more(self):
        text = self.TEXT.replace("{count: criterion, that: met, at_least: 2}", "{all: [one, {not: one}]}")
        text += "define: {one: {count: criterion, that: met, at_least: 1}}"
        result = assessed({"findings": {"c2": "unmet"}}, text)
        assert {label.id for label in result.outcomes[0].labels} >= {"part", "none"}
        assert not result.outcomes[0].exact

    def test_labels_that_go_together_in_every_case_may_be_said_to_be_more(self):
        """Full and part both hold in one area and neither in the other, so that no area gives part."""
        text = self.TEXT.replace("{count: criterion, that: met, at_least: 2}", "{value: area, is: easy}")
        text = text.replace("{count: criterion, that: met, at_least: 1}", "{not: {value: area, is: hard}}")
        (outcome,) = assessed({}, text + "inputs: {area: {type: choice, choices: [easy, hard]}}").outcomes
        assert {label.id for label in outcome.labels} >= {"full", "none"}
        assert {label.id for label in outcome.labels} == {"full", "none"} or not outcome.exact

    @pytest.mark.parametrize(("moved", "labels"), [("2024-01-01", ("good",)), ("2019-01-01", ("poor",))])
    def test_one_length_of_time_to_both_sides_leaves_the_outcome_exact(self, moved, labels):
        text = (
            HEAD
            + """
subject: {kind: school}
inputs: {founded: {type: date}, moved: {type: date}}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1}]
outcomes:
  - id: state
    cases:
      - id: good
        if: {all: [{value: founded, at_least: 5 years}, {value: moved, at_most: 5 years}]}
    otherwise: {id: poor}
"""
        )
        (found,) = assessed({"inputs": {"founded": "2001-01-01", "moved": moved}}, text).outcomes
        assert (tuple(label.id for label in found.labels), found.exact) == (labels, True)

    def test_blockers_of_a_label(self):
        result = assessed({"findings": {"c1": "met", "c2": "unmet"}}, self.TEXT, target="full")
        assert [todo.id for todo in result.target.improve] == ["c2"]
        assert assessed({"findings": {"c1": "met", "c2": "unmet"}}, self.TEXT, target="part").target.blocking is None


class TestStages:
    """2.6 A dossier that names no stages is assessed as one part; a set over its stages is then unknown, never
    empty.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school, has: [stage]}
inputs: {size: {type: number, unit: pupil, range: {from: 0, to: 60}, each: stage}}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1, met_if: {every: stages, that: {value: size, at_most: 35}}}]
sets: {stages: {among: stage, if_empty: met}}
outcomes: [{id: o, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
    )

    def test_a_threshold_is_held_against_each_stage_s_own_figure(self):
        school = {"stages": ["th", "thcs"]}
        sizes = {"size": {"th": 30, "thcs": 40}}
        assert assessed({"school": school, "inputs": sizes}, self.TEXT).level.id == "poor"
        assert assessed({"school": school, "inputs": {"size": {"th": 30, "thcs": 35}}}, self.TEXT).level.id == "good"

    def test_stages_that_are_not_named_are_unknown(self):
        result = assessed({}, self.TEXT)
        assert [label.id for label in result.outcomes[0].labels] == ["good", "poor"]


AWARDS = (
    HEAD
    + """
subject: {kind: school}
evidence: {items: 1}
scales:
  lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}
  grade: {not_reached: {id: g0}, steps: [{id: g1}, {id: g2}]}
inputs: {history: {type: number, unit: years, given: true}}
layers: [{id: criterion, verdict: level, scale: lv}]
tree: [{id: c1, levels: {l1: [{id: a}], l2: [{id: a}]}}]
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {every: criterion, that: {its: level, at_least: l1}}
      l2: {every: criterion, that: {its: level, at_least: l2}}
awards:
  - id: seal
    ladder: grade
    needs:
      g1: {outcome: level, at_least: l1}
      g2: {outcome: level, at_least: l2}
    valid: 5 years
    renew_before: 6 months
    wait_for_higher: 2 years
    continues: [old.rules/seal]
    discretion: {en: the office may consider}
"""
)


def awarded(held=(), text=AWARDS, on=ON, *, level="l2", complete=True, **more):
    dossier = {"findings": {"c1": level}, "held": list(held), "complete": ["held"] if complete else []}
    (award,) = assessed(dossier | more, text, on).awards
    return award


def seal(grade, signed, **more):
    return {"award": "seal", "grade": grade, "signed": signed, **more}


class TestHysteresis:
    """2.7 An award may have a rule for gaining and another for losing (hysteresis); which applies depends on what is
    held on the date by recorded decision. If that is unknown both rules are read and joined. Holding a level holds
    those below.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1}, {id: c2}]
outcomes: [{id: o, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
awards:
  - id: seal
    needs: {every: criterion, that: met}
    lost_if: {count: criterion, that: unmet, at_least: 2}
"""
    )
    HELD = ({"award": "seal", "signed": "2026-02-01"},)

    @pytest.mark.parametrize(
        ("words", "holder", "other", "unclear"),
        [
            ("met met", MET, MET, MET),
            ("met unmet", MET, UNMET, UNKNOWN),
            ("unmet unmet", UNMET, UNMET, UNMET),
        ],
    )
    def test_kept_unless_lost_and_gained_unless_held(self, words, holder, other, unclear):
        findings = dict(zip(("c1", "c2"), words.split(), strict=True))

        def stands(held, complete):
            (award,) = assessed({"findings": findings, "held": list(held), "complete": complete}, self.TEXT).awards
            return award.stands

        assert stands(self.HELD, ["held"]) is holder
        assert stands([], ["held"]) is other
        assert stands([], []) is unclear

    def test_grounds_for_loss_only_where_it_may_be_held(self):
        def loss(complete):
            (award,) = assessed({"findings": {"c1": "unmet", "c2": "unmet"}, "complete": complete}, self.TEXT).awards
            return award.loss

        assert loss(["held"]) is None
        assert loss([]) is MET

    @pytest.mark.parametrize(
        ("grade", "asked", "eligible"),
        [("g1", "g1", MET), ("g2", "g1", MET), ("g2", "g2", MET), ("g1", "g2", UNMET)],
    )
    def test_holding_a_level_holds_those_below(self, grade, asked, eligible):
        text = AWARDS + f"  - {{id: prize, needs: {{award: seal, at_least: {asked}}}}}\n"
        result = assessed({"held": [seal(grade, "2025-01-01")], "complete": ["held"]}, text)
        assert result.awards[1].grades[0].eligible is eligible


class TestAwards:
    """2.8 Awards of one series are ordered: the result names the highest certain and the highest possible, lower
    ones as covered. A waiting time binds only who holds the lower award. The engine derives *eligibility*, what
    blocks it and the earliest date (records stay, only dates move, expiry included; there may be none). Only
    recorded decisions make an award *held* or end it before it expires. Where the authority may grant but need not,
    the result says so, of the grade it concerns.
    """

    def test_the_highest_certain_and_the_highest_possible(self):
        award = awarded(level="l2")
        assert (award.certain.id, award.possible.id) == ("g2", "g2")
        assert [grade.covered for grade in award.grades] == [True, False]
        assert awarded(level="l1").certain.id == "g1"
        undecided = awarded(level="unknown")
        assert (undecided.certain, undecided.possible.id) == (None, "g2")

    def test_who_holds_the_lower_grade_waits(self):
        lower, higher = awarded([seal("g1", "2025-03-01")]).grades
        assert (lower.eligible, lower.waits_until) == (MET, None)
        assert (higher.eligible, higher.waits_until, higher.earliest) == (UNMET, *[dt.date(2027, 3, 1)] * 2)
        assert [(todo.id, todo.until) for todo in higher.target.wait] == [("award:seal", dt.date(2027, 3, 1))]
        assert (higher.discretionary, lower.discretionary) == (True, False)

    def test_the_wait_is_over_on_its_day(self):
        assert awarded([seal("g1", "2024-09-30")]).grades[1].eligible is MET
        assert awarded([seal("g1", "2024-10-01")]).grades[1].eligible is UNMET

    def test_one_that_may_have_expired_may_bind(self):
        """An award of a framework that is not known, without a printed end, may still be in force."""
        earlier = {"award": "old.rules/seal", "grade": "g1", "signed": "2025-03-01"}
        assert awarded([earlier]).grades[1].eligible is UNKNOWN
        assert awarded([earlier | {"until": "2030-03-01"}]).grades[1].eligible is UNMET
        assert awarded([earlier | {"signed": "2024-03-01"}]).grades[1].eligible is MET
        maybe_higher = earlier | {"grade": "g2"}
        assert awarded([seal("g1", "2025-03-01"), maybe_higher]).grades[1].eligible is UNKNOWN

    @pytest.mark.parametrize(
        "held",
        [
            [],
            [seal("g1", "2026-01-01", until="2026-09-29")],
            [seal("g1", "2026-01-01", ended="2026-09-30")],
            [seal("g2", "2026-01-01")],
            [seal("g2", "2024-01-01"), seal("g1", "2026-01-01")],
            [{"award": "another/prize", "grade": "gold", "signed": "2026-01-01"}],
        ],
        ids=["nothing held", "expired", "ended", "the higher itself", "the higher too", "of another series"],
    )
    def test_the_wait_binds_no_one_else(self, held):
        higher = awarded(held).grades[1]
        assert (higher.eligible, higher.waits_until, higher.discretionary) == (MET, None, False)

    def test_an_award_that_this_one_continues_binds(self):
        earlier = {"award": "old.rules/seal", "grade": "g1", "signed": "2025-03-01", "until": "2030-03-01"}
        assert awarded([earlier]).grades[1].waits_until == dt.date(2027, 3, 1)

    def test_where_the_list_may_go_on_the_wait_is_unknown(self):
        lower, higher = awarded(complete=False).grades
        assert (lower.eligible, higher.eligible, higher.waits_until) == (MET, UNKNOWN, None)
        assert [todo.id for todo in higher.target.decide] == ["held"]

    def test_eligible_does_not_mean_held(self):
        assert awarded().held is None
        held = awarded([seal("g1", "2024-03-01")], level="l0")
        assert (held.held.grade, held.certain) == ("g1", None)

    def test_a_decision_ends_it_on_its_day(self):
        assert awarded([seal("g1", "2024-03-01", ended="2026-09-30")]).held is None
        assert awarded([seal("g1", "2024-03-01", ended="2026-10-01")]).held.grade == "g1"

    def test_the_earliest_date_counts_what_becomes_valid(self):
        later = {"c1": {"reaches": "l2", "by": ["E1"]}}
        award = awarded(findings=later, evidence={"E1": {"title": "t", "issued": "2026-10-15"}})
        assert [grade.earliest for grade in award.grades] == [dt.date(2026, 10, 15)] * 2

    def test_the_earliest_date_counts_what_expires(self):
        later = {"c1": {"reaches": "l2", "by": ["E1"]}}
        evidence = {"E1": {"title": "t", "until": "2026-12-31"}}
        _, higher = awarded([seal("g1", "2025-03-01")], findings=later, evidence=evidence).grades
        assert (higher.eligible, higher.waits_until, higher.earliest) == (UNMET, dt.date(2027, 3, 1), None)

    def test_there_may_be_no_date(self):
        assert [grade.earliest for grade in awarded(level="l0").grades] == [None, None]

    def test_the_externally_reviewed_outcome_leaves_the_school_s_own_findings_out(self):
        text = AWARDS.replace("{outcome: level, at_least: l1}", "{outcome: level, side: external, at_least: l1}")
        own = awarded(text=text)
        assert (own.certain, own.possible.id, own.lacks_external_review) == (None, "g2", True)
        assert own.by_own_assessment.id == "g2"
        reviewed = awarded(text=text, external={"c1": "l1"})
        assert (reviewed.certain.id, reviewed.lacks_external_review) == ("g1", False)


class TestExceptions:
    """2.9 An exception (a limiting judgement waived by an authority) changes an outcome only as a recorded decision
    with a reason and an author, and shows in the result.
    """

    TEXT = (
        HEAD
        + """
subject: {kind: school}
inputs: {waived: {type: decision, en: Judgement waived}}
layers: [{id: criterion, verdict: met}]
tree: [{id: c1}]
outcomes:
  - id: o
    cases: [{id: good, if: {any: [{every: criterion, that: met}, {value: waived, is: true}]}}]
    otherwise: {id: poor}
"""
    )

    def test_a_decision_changes_the_outcome(self):
        decision = {"value": True, "why": "Rebuilding", "author": "Department", "on": "2026-09-01"}
        waived = assessed({"findings": {"c1": "unmet"}, "inputs": {"waived": decision}}, self.TEXT)
        plain = assessed({"findings": {"c1": "unmet"}, "inputs": {"waived": False}}, self.TEXT)
        assert (waived.level.id, plain.level.id) == ("good", "poor")

    @pytest.mark.parametrize("decision", [True, {"value": True}, {"value": True, "why": "x"}])
    def test_a_decision_without_reason_and_author_is_an_error(self, decision):
        assert problems({"inputs": {"waived": decision}}, self.TEXT) == ["KD316"]

    def test_without_a_record_it_is_not_known(self):
        result = assessed({"findings": {"c1": "unmet"}}, self.TEXT)
        assert [todo.id for todo in result.target.decide] if result.target else not result.determined


class TestEvidence:
    """3.1 An evidence item (minh chứng) has one code of its own for life. One item may support many requirements. Two
    items with one code are an error. An item none of whose codes follows the framework's pattern is a warning.
    """

    def test_one_item_may_support_many(self):
        findings = {node: {"is": "met", "by": ["E.01"]} for node in PARTS}
        result = assessed({"evidence": {"E.01": {"title": "t"}}, "findings": findings, "inputs": {"lab": False}})
        assert result.level.id == "l1"

    def test_two_items_with_one_code(self):
        assert problems({"evidence": [{"code": "E.01", "title": "a"}, {"code": "E.01", "title": "b"}]}, LEVELS)

    def test_a_code_off_the_pattern(self):
        result = assessed({"evidence": {"[H1-1.1-01]": {"title": "t"}}})
        assert {code for code, _ in codes(result)} == {"KD402", "KD417"}


class TestFindings:
    """3.2 A **finding** gives the verdict of a requirement or of any node above it, its side, its date, a reason
    and the evidence codes it rests on. A record without a date of its own was made on the dossier's date.
    """

    def test_side_and_reason_are_kept(self):
        result = assessed({"external": {"c2": {"reaches": "l0", "why": "No papers", "on": "2026-09-01"}}})
        node = result.node("c2")
        assert (node.side, node.why) == ("external", "No papers")

    def test_without_a_date_it_was_made_on_the_dossier_s(self):
        dossier = {
            "date": "2026-06-30",
            "findings": {"c2": [{"reaches": "l1"}, {"reaches": "l0", "on": "2026-06-29"}]},
        }
        assert assessed(dossier).node("c2").guaranteed.id == "l2"


class TestSupport:
    """3.3 A self-assessed finding *met* stands only if the framework's evidence policy is satisfied on the evidence
    date, counting the cited items then valid (expired ones beside them are a warning). A cited code that is not in
    the index supports nothing and is a warning. A dossier without an evidence index is taken as stated, and what
    rests on it is marked *evidence not checked*.
    """

    def found(self, by, index=ONE_EXPIRED):
        dossier = {"findings": {"c2": {"reaches": "l1", "by": by}}}
        return assessed(dossier if index is None else dossier | {"evidence": index})

    def test_expired_beside_valid_is_a_warning(self):
        result = self.found(["E.01", "E.02"])
        assert result.node("c2").guaranteed.id == "l2"
        assert codes(result) == {("KD405", "E.02")}

    def test_expired_alone(self):
        node = self.found(["E.02"]).node("c2")
        assert (node.guaranteed, node.attainable.id, node.reasons) == (None, "l2", ("expired",))

    def test_a_missing_code_is_a_warning_and_supports_nothing(self):
        result = self.found(["E.09"])
        assert result.node("c2").reasons == ("unsupported",)
        assert {code for code, _ in codes(result)} == {"KD402", "KD417"}

    def test_no_index_is_not_checked_and_says_so(self):
        result = self.found([], None)
        assert result.node("c2").guaranteed.id == "l2"
        assert codes(result) == {("KD404", None)}

    def test_an_empty_index_supports_nothing(self):
        assert self.found([], {}).node("c2").reasons == ("unsupported",)


class TestMetrics:
    """3.4 Who disputes a number records a number: values have a side and a date, as findings have. A metric may be
    given per part (stage) and per school year.
    """

    def test_an_external_number_prevails(self):
        inputs = {"books": [{"value": 120, "on": "2026-09-01"}, {"value": 90, "side": "external", "on": "2026-09-01"}]}
        node = assessed({"inputs": inputs}).node("c1/l2/a")
        assert node.truth is UNMET

    def test_a_later_number_of_the_school_is_pending(self):
        inputs = {"books": [{"value": 120, "on": "2026-09-02"}, {"value": 90, "side": "external", "on": "2026-09-01"}]}
        node = assessed({"inputs": inputs}).node("c1/l2/a")
        assert (node.truth, node.reasons) == (UNKNOWN, ("pending",))

    def test_a_finding_that_contradicts_it_is_reported_and_yields(self):
        result = assessed({"findings": {"c1/l2/a": "met"}, "inputs": {"books": 99}})
        assert result.node("c1/l2/a").truth is UNMET
        assert ("KD408", "c1/l2/a") in codes(result)

    def test_before_a_figure_a_finding_stands_not_measured(self):
        result = assessed({"findings": {"c1/l2/a": "met"}})
        assert result.node("c1/l2/a").truth is MET
        assert ("KD409", "c1/l2/a") in codes(result)


class TestSides:
    """3.5 An external record prevails over a self-assessed one of the same or an earlier date; both are kept and the
    difference is reported. A later self-assessed record that differs makes the fact unknown, reason *pending*. On one
    side a later record replaces an earlier; those of one date that differ make it unknown, reason *disputed*.
    """

    def node(self, *records):
        findings = [dict(zip(("reaches", "side", "on"), record, strict=True)) for record in records]
        return assessed({"findings": {"c2": findings}}).node("c2")

    @pytest.mark.parametrize("day", ["2026-05-01", "2026-05-02"])
    def test_external_prevails(self, day):
        node = self.node(("l1", "self", "2026-05-01"), ("l0", "external", day))
        assert (node.outcome.id, node.side, node.reasons) == ("l0", "external", ())

    def test_pending(self):
        node = self.node(("l1", "self", "2026-05-02"), ("l0", "external", "2026-05-01"))
        assert (node.guaranteed, node.attainable.id, node.reasons) == (None, "l2", ("pending",))

    def test_later_and_the_same_is_not_pending(self):
        node = self.node(("l0", "self", "2026-05-02"), ("l0", "external", "2026-05-01"))
        assert (node.outcome.id, node.reasons) == ("l0", ())

    def test_replaced(self):
        node = self.node(("l1", "self", "2026-05-02"), ("l0", "self", "2026-05-01"))
        assert (node.guaranteed.id, node.reasons) == ("l2", ())

    def test_disputed(self):
        node = self.node(("l1", "self", "2026-05-01"), ("l0", "self", "2026-05-01"))
        assert (node.guaranteed, node.attainable.id, node.reasons) == (None, "l2", ("disputed",))


class TestClaimsOfBothSides:
    """3.5 A later self-assessed record that differs makes the fact unknown, reason *pending*. On one side those of one
    date that differ make it unknown, reason *disputed*: of a claim (3.7) each step is such a fact.
    """

    def test_a_later_claim_is_pending_for_the_step_where_it_differs(self):
        findings = {"c1": [{"reaches": "l1", "side": "external", "on": "2026-05-01"}, {"reaches": "l2"}]}
        node = assessed({"findings": findings}).node("c1")
        assert (node.guaranteed.id, node.attainable.id, node.reasons) == ("l1", "l2", ("pending",))

    def test_claims_of_one_date_dispute_only_the_step_where_they_differ(self):
        node = assessed({"findings": {"c1": ["l1", "l2"]}}).node("c1")
        assert (node.guaranteed.id, node.attainable.id, node.reasons) == ("l1", "l2", ("disputed",))

    def test_records_that_say_the_same_add_up_what_they_cite(self):
        text = LEVELS.replace("items: 1", "items: 2")
        index = {"E.01": {"title": "t"}, "E.02": {"title": "t"}}
        findings = {"c2": [{"reaches": "l1", "by": ["E.01"]}, {"reaches": "l1", "by": ["E.02"]}]}
        assert assessed({"findings": findings, "evidence": index}, text).node("c2").guaranteed.id == "l2"


class TestReasons:
    """3.6 Reasons of unknown are data: not assessed, recorded unknown, unsupported, expired, not yet valid, disputed,
    pending, missing figure, context unknown, before founding, no dossier. A fact may carry several.
    """

    def test_several(self):
        index = {"E.01": {"title": "t", "until": "2026-01-01"}, "E.02": {"title": "t", "issued": "2027-01-01"}}
        dossier = {"findings": {"c2": {"reaches": "l1", "by": ["E.01", "E.02"]}}, "evidence": index}
        assert assessed(dossier).node("c2").reasons == ("expired", "not yet valid")

    def test_a_recorded_unknown(self):
        assert assessed({"findings": {"c2": "unknown"}}).node("c2").reasons == ("recorded unknown",)

    def test_a_missing_figure(self):
        text = LEVELS.replace("met_if: {value: books", "demands_figure: true, met_if: {value: books")
        assert assessed({"findings": {"c1/l2/a": "met"}}, text).node("c1/l2/a").reasons == ("missing figure",)

    def test_years_before_founding(self):
        result = assessed({"school": {"founded": "2025-09-01"}, "inputs": {"rate": {"2025-2026": 4}}}, YEARLY)
        assert result.node("c1").reasons == ("before founding",)


class TestClaims:
    """3.7 A finding may settle a criterion as a whole, a **claim**: "1.3 reaches level 1" makes its condition for that
    level and each below met, for the next unmet, above that unknown. Requirements without findings stay *not assessed*
    as requirements.
    """

    def test_the_requirements_stay_not_assessed(self):
        result = assessed({"findings": {"c1": "l1"}})
        node = result.node("c1")
        assert (node.guaranteed.id, node.attainable.id) == ("l1", "l1")
        for requirement in ("c1/l1/a", "c1/l1/c"):
            assert result.node(requirement).truth is UNKNOWN
            assert result.node(requirement).reasons == ("not assessed",)


class TestNoPersonalData:
    """3.8 Personal data has no place in a dossier: evidence is an index entry (what, where, who keeps it, when), never
    the content.
    """

    @pytest.mark.parametrize("key", ["content", "file", "pupils", "text"])
    def test_an_item_has_no_room_for_its_content(self, key):
        assert problems({"evidence": {"E.01": {"title": "t", key: "…"}}}, LEVELS) == ["KD102"]


class TestResolution:
    """3.9 The first record that exists speaks: deciding metric, external finding, external claim, self finding, self
    claim. If what stands above already differs from the claim, it prevails; if only the claim's own side differs, the
    step is unknown, reason *disputed*, and no other step is touched. A lower side never disputes a higher one. A claim
    that says unknown leaves that step unknown whatever its own side says of the parts.
    """

    @pytest.mark.parametrize(
        ("dossier", "truths"),
        [
            ({"findings": {"c1": "l2"}, "inputs": {"books": 10}}, ("l1", "l1", ())),
            ({"findings": {"c1": "l2"}, "external": {"c1/l1/a": "unmet"}}, (None, None, ())),
            ({"findings": {"c1": "l2", "c1/l1/a": "unmet"}}, (None, "l2", ("disputed",))),
            ({"external": {"c1": "l2"}, "findings": {"c1/l1/a": "unmet"}}, ("l2", "l2", ())),
            ({"external": {"c1": "l2", "c1/l1/a": "unmet"}}, (None, "l2", ("disputed",))),
            ({"findings": {"c1": "unknown", **PARTS}, "inputs": {"lab": False}}, (None, "l2", ("recorded unknown",))),
        ],
        ids=["figure", "external part", "own part", "lower side", "external side", "unknown claim"],
    )
    def test_a_claim_and_its_parts(self, dossier, truths):
        node = assessed(dossier).node("c1")
        ends = [level.id if level is not None else None for level in (node.guaranteed, node.attainable)]
        assert (*ends, node.reasons) == truths


class TestClocks:
    """4.1 All three default to the assessment date, which is an input: the caller's, else the dossier's, else an error;
    never today by itself.
    """

    def test_the_caller_s_before_the_dossier_s(self):
        dossier = {"date": "2026-06-30"}
        assert kd.assess(framework(LEVELS), dossier).dates.evidence == dt.date(2026, 6, 30)
        assert kd.assess(framework(LEVELS), dossier, on="2026-07-01").dates.knowledge == dt.date(2026, 7, 1)

    def test_no_date_is_an_error(self):
        with pytest.raises(kd.InputError) as caught:
            kd.assess(framework(LEVELS), {})
        assert [d.code for d in caught.value.diagnostics] == ["KD310"]

    def test_each_clock_alone(self):
        index = {"E.01": {"title": "t", "until": "2026-10-31"}}
        dossier = {"evidence": index, "findings": {"c2": {"reaches": "l1", "by": ["E.01"], "on": "2026-09-01"}}}
        assert assessed(dossier).node("c2").guaranteed.id == "l2"
        late = assessed(dossier, evidence_date=dt.date(2026, 11, 1))
        assert late.node("c2").reasons == ("expired",)
        early = assessed(dossier, knowledge_date=dt.date(2026, 8, 31))
        assert early.node("c2").reasons == ("not assessed",)
        assert ("KD403", None) in codes(early)


class TestEditions:
    """4.2 An edition is in force from its first day up to, not including, the day it is replaced. Assessing outside an
    edition's time in force is possible when asked for by name, and is a warning.
    """

    @pytest.mark.parametrize(
        ("law", "outside"),
        [("2025-12-31", True), ("2026-01-01", False), ("2029-12-31", False), ("2030-01-01", True)],
    )
    def test_the_days_at_both_ends(self, law, outside):
        result = assessed({"findings": {"c2": "l0"}}, law_date=dt.date.fromisoformat(law))
        assert (("KD401", "test.hand") in codes(result)) == outside
        assert result.outcome.id == "l0"


class TestOldAwards:
    """4.3 An award granted under a repealed framework stays valid until it expires or a recorded decision ends it. The
    printed date governs over a computed one.
    """

    @pytest.mark.parametrize(
        ("more", "until"),
        [({}, dt.date(2027, 3, 1)), ({"until": "2026-12-31"}, dt.date(2026, 12, 31))],
        ids=["computed", "printed"],
    )
    def test_the_printed_date_governs(self, more, until):
        assert awarded([seal("g1", "2022-03-01", **more)]).held_until == until

    def test_an_award_of_a_repealed_framework_stays(self):
        earlier = {"award": "old.rules/seal", "grade": "g1", "signed": "2022-03-01", "until": "2026-09-30"}
        assert awarded([earlier]).held.award == "old.rules/seal"
        assert awarded([earlier], on=dt.date(2026, 10, 1)).held is None
        assert awarded([earlier | {"ended": "2026-09-01"}]).held is None

    @pytest.mark.parametrize(
        ("more", "on", "until"),
        [
            ({}, "2029-03-01", dt.date(2029, 3, 1)),
            ({}, "2029-03-02", None),
            ({"until": "2028-12-31"}, "2028-12-31", dt.date(2028, 12, 31)),
            ({"until": "2028-12-31"}, "2029-01-01", None),
            ({"award": "org.example/chuan-quoc-gia"}, "2027-06-30", None),
        ],
        ids=["computed", "computed, over", "printed", "printed, over", "of a framework that is not known"],
    )
    def test_its_last_day_is_computed_by_its_own_framework_where_that_is_known(self, more, on, until):
        earlier = {"award": "vn.tt18-2018/chuan-quoc-gia", "grade": "muc-do-1", "signed": "2024-03-01"}
        award = kd.assess("vn.tt57-2026.pho-thong", {"held": [earlier | more]}, on=on).awards[0]
        assert (award.held is not None, award.held_until) == (until is not None, until)


YEARLY = (
    HEAD
    + """
subject: {kind: school}
school_year: {begins: 09-01}
inputs: {rate: {type: number, unit: u, range: {from: 0, to: 5}, each: year}}
layers: [{id: criterion, verdict: met}]
sets: {three: {among: year, last: 3}, running: {among: year, last: 1, running: true}}
tree:
  - {id: c1, met_if: {every: three, that: {value: rate, at_least: 3}}}
  - {id: c2, met_if: {every: running, that: {value: rate, at_least: 3}}}
outcomes: [{id: o, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
)


class TestSameAgain:
    """4.4 Assessing the same inputs again gives the same result, digest included, on any machine and any backend."""

    def test_a_result_that_was_written_down(self):
        """The digests were made once; another machine, another version of Python must give the same."""
        result = assessed({"findings": PARTS, "inputs": {"lab": False, "books": 100}})
        assert (
            result.framework_digest == "rules2:sha256:56b46a64aa84226c01637c72020567ac3f478b23ed3eeeeaba5b6ce2ea19e3f2"
        )
        assert result.dossier_digest == "sha256:8eb765ad3ac16606ea9b69c5c71080dd3eb5d080664d89f0e96d4e4f187258fc"


class TestTime:
    """4.5 Validity includes its last day. n years on is the same day and month, or the month's last day; lead times
    count back in the same way. A definition states when its school year begins. A school year counts as ended on the
    first `ended_by` after it began. "The last n years" are the n latest school years that ended on or before the
    evidence date (a set may count the running one). A year without a value is unknown.
    """

    @pytest.mark.parametrize(
        ("stated", "on", "last", "running"),
        [
            ({"begins": "09-01"}, "2026-08-30", 2024, 2025),
            ({"begins": "09-01"}, "2026-08-31", 2025, 2025),
            ({"begins": "09-01"}, "2026-09-01", 2025, 2026),
            ({"begins": "09-01", "ended_by": "05-31"}, "2026-05-30", 2024, 2025),
            ({"begins": "09-01", "ended_by": "05-31"}, "2026-05-31", 2025, 2025),
            ({"begins": "09-01", "ended_by": "05-31"}, "2026-06-15", 2025, 2025),
            ({"begins": "09-01", "ended_by": "05-31"}, "2026-10-01", 2025, 2026),
            ({"begins": "01-01", "ended_by": "12-15"}, "2026-12-14", 2025, 2026),
            ({"begins": "01-01", "ended_by": "12-15"}, "2026-12-15", 2026, 2026),
            ({"begins": "09-01", "ended_by": "09-01"}, "2026-09-01", 2025, 2026),
            (None, "2026-12-31", 2026, 2026),
            (None, "2026-12-30", 2025, 2026),
        ],
    )
    def test_a_school_year_counts_as_ended_on_a_stated_day(self, stated, on, last, running):
        definition = yaml.safe_load(YEARLY)
        definition["school_year"] = stated or {}
        if stated is None:
            del definition["school_year"]
        framework = kd.load(definition)
        years = {f"{last - back}-{last - back + 1}": 3 for back in range(3)} | {f"{running}-{running + 1}": 3}
        assert kd.assess(framework, {"inputs": {"rate": years}}, on=on).outcome.id == "good"
        for year in years:
            lacking = {other: 3 for other in years if other != year}
            assert not kd.assess(framework, {"inputs": {"rate": lacking}}, on=on).determined

    @pytest.mark.parametrize("on", ["0001-01-01", "0002-01-01", "9998-12-31", "9999-12-31"])
    def test_the_first_and_the_last_days_of_the_calendar(self, on):
        assert not kd.assess(kd.load(yaml.safe_load(YEARLY)), {}, on=on).determined

    def test_the_year_of_founding_ends_on_the_stated_day(self):
        definition = yaml.safe_load(YEARLY)
        definition["school_year"] = {"begins": "09-01", "ended_by": "05-31"}

        def reasons(founded):
            school = {
                "school": {"founded": founded},
                "inputs": {"rate": {"2023-2024": 3, "2024-2025": 3, "2025-2026": 3}},
            }
            del school["inputs"]["rate"]["2023-2024"]
            return kd.assess(kd.load(definition), school, on="2026-06-15").node("c1").reasons

        assert reasons("2024-05-31") == ("missing figure",)
        assert reasons("2024-06-01") == ("before founding",)

    def test_the_last_day_is_included(self):
        held = [seal("g1", "2021-10-01", until="2026-09-30")]
        assert awarded(held).held_until == ON
        assert awarded(held, on=dt.date(2026, 10, 1)).held is None

    @pytest.mark.parametrize(
        ("date", "length", "back", "result"),
        [
            ("2024-02-29", "1 year", False, "2025-02-28"),
            ("2024-02-29", "4 years", False, "2028-02-29"),
            ("2025-02-28", "1 year", True, "2024-02-28"),
            ("2025-01-31", "1 month", False, "2025-02-28"),
            ("2025-03-31", "1 month", True, "2025-02-28"),
            ("2025-12-31", "2 months", False, "2026-02-28"),
            ("2025-03-01", "1 day", True, "2025-02-28"),
            ("2024-12-31", "12 months", False, "2025-12-31"),
        ],
    )
    def test_a_length_of_time_on_and_back(self, date, length, back, result):
        found = add_duration(dt.date.fromisoformat(date), Duration.read(length), back=back)
        assert found.isoformat() == result

    def test_an_award_of_a_leap_day(self):
        award = awarded([seal("g1", "2024-02-29")])
        assert (award.held_until, award.renew_by) == (dt.date(2029, 2, 28), dt.date(2028, 8, 28))
        end = dt.date(2026, 2, 28)
        assert awarded([seal("g1", "2024-02-29")], on=dt.date(2026, 2, 27)).grades[1].waits_until == end
        assert awarded([seal("g1", "2024-02-29")], on=end).grades[1].eligible is MET

    YEARS = ("2022-2023", "2023-2024", "2024-2025", "2025-2026")

    @pytest.mark.parametrize(("on", "last"), [("2026-08-30", 2), ("2026-08-31", 3), ("2026-09-01", 3)])
    def test_the_latest_years_that_ended(self, on, last):
        """A school year that begins on 1 September ends on 31 August, and has ended on that day."""
        for i, year in enumerate(self.YEARS):
            rates = {"rate": {other: 1 if other == year else 4 for other in self.YEARS}}
            truth = assessed({"inputs": rates}, YEARLY, on=on).node("c1").truth
            assert truth is (UNMET if last - 3 < i <= last else MET), year

    def test_a_set_may_count_the_running_year(self):
        rates = {"rate": {"2026-2027": 4}}
        assert assessed({"inputs": rates}, YEARLY).node("c2").truth is MET

    def test_a_year_without_a_value_is_unknown(self):
        rates = {"rate": {"2023-2024": 4, "2025-2026": 4}}
        node = assessed({"inputs": rates}, YEARLY).node("c1")
        assert (node.truth, node.reasons) == (UNKNOWN, ("missing figure",))


class TestQuantities:
    """1.4 A known value is a point; an unknown one spans its declared range, or is unbounded."""

    def test_a_score_not_given_spans_its_scale(self):
        text = (
            HEAD
            + """
subject: {kind: school}
scales: {five: {from: 1, to: 5, step: 1}}
layers: [{id: criterion, verdict: rating, scale: five}]
tree: [{id: c1}, {id: c2}]
outcomes: [{id: o, cases: [{id: good, if: {mean: criterion, of: {its: rating}, at_least: 3}}], otherwise: {id: poor}}]
"""
        )
        result = assessed({"findings": {"c1": 5}}, text)
        assert result.node("c2").value == Interval(1, 5)
        assert result.level.id == "good"
        assert assessed({"findings": {"c1": 4}}, text).level is None


class TestAMemberWithNothingToAskOf:
    """1.7 … absent adds 0 … 1.8 … not applicable (it then leaves its own group)"""

    TEXT = """
kiemdinh: 1
framework: org.example.share
source: {document: D}
subject: {kind: school}
tags: {kitchen: {en: kitchen}}
layers: [{id: standard}, {id: criterion, in: standard, verdict: met}]
sets: {kitchens: {among: criterion, tagged: kitchen, if_empty: not-applicable}}
tree:
  - {id: "1", parts: [{id: "1.1", tags: [kitchen]}, {id: "1.2"}]}
  - {id: "2", parts: [{id: "2.1"}]}
  - {id: "3", parts: [{id: "3.1", tags: [kitchen]}]}
outcomes:
  - id: result
    cases: [{id: good, if: {share: standard, that: {every: kitchens, that: met}, at_least: 100%}}]
    otherwise: {id: poor}
"""

    def test_leaves_the_share(self):
        found = {
            verdict: kd.assess(kd.load(text=self.TEXT), {"findings": {"1.1": "met", "3.1": verdict}}, on="2026-09-30")
            for verdict in ("met", "unmet")
        }
        assert {verdict: result.outcome.id for verdict, result in found.items()} == {"met": "good", "unmet": "poor"}
