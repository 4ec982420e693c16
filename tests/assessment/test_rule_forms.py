"""The rule forms F1 to F32 as docs/rule-forms.md shows them, on truth tables made by hand and under unknowns."""

import datetime as dt
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import ClassVar

import pytest

from completions import VERDICTS, YES_NO, assert_join, assert_joins, put
from gallery import form
from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.rules import MET, UNKNOWN, UNMET
from kiemdinh.standards.catalogue import load

ON = "2024-06-30"
YEARS = ("2018-2019", "2019-2020", "2020-2021", "2021-2022", "2022-2023")
"""The five school years that had ended on that day, school years beginning on 1 September."""


def rule(name, changes=None):
    return load(text=form(name, changes))


def found(framework, dossier, on=ON):
    return assess(framework, dossier, on=on)


def outcome(framework, dossier, on=ON):
    """The outcome, which must be determined."""
    result = found(framework, dossier, on)
    assert result.determined
    return result.outcome.id if result.outcome else None


def labels(framework, dossier):
    return {label.id for label in found(framework, dossier).outcomes[0].labels}


def judged(*verdicts):
    """Findings of criteria 1, 2, …: ``+`` met, ``-`` unmet, ``?`` unknown."""
    words = {"+": "met", "-": "unmet", "?": "unknown"}
    return {"findings": {str(i): words[v] for i, v in enumerate("".join(verdicts), 1)}}


def scored(*scores):
    return {"findings": {str(i): s for i, s in enumerate(scores, 1)}}


def all_findings(dossier, values):
    return {("findings", node): values for node in dossier["findings"]}


class TestF1AllOf:
    """1.3 `all`: both readings are conjunctions. `any`: disjunctions."""

    @pytest.mark.parametrize(
        ("met", "label"), [("+++", "accredited"), ("++-", "not-accredited"), ("---", "not-accredited")]
    )
    def test_table(self, met, label):
        assert outcome(rule("F1"), judged(met)) == label

    @pytest.mark.parametrize("met", ["+++", "++-", "+--"])
    def test_unknowns(self, met):
        dossier = judged(met)
        matters = all_findings(dossier, VERDICTS) if met == "+++" else ()
        assert_joins(rule("F1"), dossier, all_findings(dossier, VERDICTS), on=ON, matters=matters)


class TestF2AtMostFail:
    """1.3 `at most m` of a predicate is `not at least m+1` of it."""

    @pytest.mark.parametrize(
        ("unmet", "label"),
        [
            ((), "accredited"),
            (("1.1",), "accredited"),
            (("1.3", "2.1"), "accredited"),  # one in each standard
            (("1.1", "1.2"), "not-accredited"),
            (("2.1", "2.2"), "not-accredited"),
        ],
    )
    def test_table(self, unmet, label):
        assert outcome(rule("F2"), self.dossier(*unmet)) == label

    def dossier(self, *unmet):
        return {"findings": dict.fromkeys(("1.1", "1.2", "1.3", "2.1", "2.2"), "met") | dict.fromkeys(unmet, "unmet")}

    @pytest.mark.parametrize("unmet", [(), ("1.1",), ("1.1", "2.1"), ("2.1", "2.2")])
    def test_unknowns(self, unmet):
        dossier = self.dossier(*unmet)
        assert_joins(rule("F2"), dossier, all_findings(dossier, VERDICTS), on=ON)

    def test_one_unknown_is_no_failure_too_many(self):
        assert outcome(rule("F2"), put(self.dossier(), ("findings", "1.2"), "unknown")) == "accredited"


class TestF3MandatoryAndRest:
    """1.3 `at least k of n`: the members certain number k or more; the members possible number k or more."""

    @pytest.mark.parametrize(
        ("met", "label"),
        [("++++-", "accredited"), ("++-++", "accredited"), ("+++--", "not-accredited"), ("+-+++", "not-accredited")],
    )
    def test_table(self, met, label):
        assert outcome(rule("F3"), judged(met)) == label

    @pytest.mark.parametrize("met", ["++++-", "+++--", "+-+++"])
    def test_unknowns(self, met):
        dossier = judged(met)
        assert_joins(rule("F3"), dossier, all_findings(dossier, VERDICTS), on=ON, together=3)


class TestF4Share:
    """1.5 Arithmetic is exact (integers, decimals, fractions). "At least 70 % of n" compares 100 x passed with
    70 x n; no float enters a verdict."""

    @pytest.mark.parametrize("met", range(8))
    @pytest.mark.parametrize("percent", ["80%", "71.4%", "71.42857142857142%", "71.42857142857143%", "100%", "0%"])
    def test_table(self, met, percent):
        wanted = 100 * met >= Fraction(percent[:-1]) * 7
        dossier = judged("+" * met + "-" * (7 - met))
        assert outcome(rule("F4", {"80%": percent}), dossier) == ("accredited" if wanted else "not-accredited")

    @pytest.mark.parametrize(
        ("comparator", "met", "label"),
        [
            ("above: 50%", 4, "accredited"),
            ("above: 50%", 3, "not-accredited"),
            ("at_most: 60%", 4, "accredited"),
            ("at_most: 57%", 4, "not-accredited"),
            ("below: 60%", 4, "accredited"),
            ("is: 100%", 7, "accredited"),
            ("is: 100%", 6, "not-accredited"),
        ],
    )
    def test_other_comparators(self, comparator, met, label):
        dossier = judged("+" * met + "-" * (7 - met))
        assert outcome(rule("F4", {"at_least: 80%": comparator}), dossier) == label

    @pytest.mark.parametrize("met", ["++++++-", "+++++--"])
    def test_unknowns(self, met):
        dossier = judged(met)
        places = all_findings(dossier, VERDICTS)
        matters = [("findings", str(i)) for i, v in enumerate(met, 1) if (v == "+") == (met.count("+") == 6)]
        assert_joins(rule("F4"), dossier, places, on=ON, matters=matters)


class TestF5Bands:
    """2.4 **Bands** are a ladder of lower bounds over the aggregate, strictly rising, the lowest open below."""

    @pytest.mark.parametrize(
        ("scores", "tier"),
        [
            ((5, 5, 4), "none"),  # 480
            ((5, 5, 5), "provisional"),  # 500
            ((6, 6, 5), "provisional"),  # 580
            ((6, 6, 6), "trust"),  # 600
            ((8, 7, 6), "trust"),  # 730
            ((8, 7, 7), "star"),  # 750
            ((10, 0, 0), "provisional"),  # 500: the heavy one alone
            ((0, 10, 10), "provisional"),  # 500: the two others together
        ],
    )
    def test_table(self, scores, tier):
        assert outcome(rule("F5"), scored(*scores)) == tier

    def test_unknowns(self):
        dossier = scored(6, 6, 6)
        assert_joins(rule("F5"), dossier, places := all_findings(dossier, range(11)), on=ON, matters=list(places))


class TestF6Floors:
    """2.4 ... with their floors (per group, per criterion, per target level) as conditions beside them."""

    @pytest.mark.parametrize(
        ("points", "label"),
        [
            ((50, 35, 15), "accredited"),
            ((40, 31, 9), "accredited"),  # 80 in all, each at its floor or above
            ((40, 30, 9), "not-accredited"),  # 79
            (("39.9", 35, 15), "not-accredited"),  # 80 % of 50 is 40
            ((50, "20.9", 15), "not-accredited"),  # 60 % of 35 is 21
            ((50, 21, 9), "accredited"),
            ((50, 35, "8.9"), "not-accredited"),
        ],
    )
    def test_table(self, points, label):
        assert outcome(rule("F6"), scored(*points)) == label

    def test_unknowns(self):
        dossier = scored(40, 31, 9)
        places = all_findings(dossier, (0, 9, 21, 31, 35, 40, 50))
        places[("findings", "2")] = (0, 21, 30, 31, 35)
        places[("findings", "3")] = (0, "8.9", 9, 15)
        assert_joins(rule("F6"), dossier, places, on=ON, matters=list(places), together=3)


class TestF7LowestOfMeans:
    """1.7 Shares and means are judged member by member against the threshold ..., never by dividing two intervals."""

    def dossier(self, *ratings):
        return {"findings": dict(zip(("1.1", "1.2", "2.1", "2.2", "2.3"), ratings, strict=True))}

    @pytest.mark.parametrize(
        ("ratings", "label"),
        [
            ((3, 4, 3, 4, 4), "good"),
            ((3, 4, 3, 3, 4), "weak"),  # 10 of 3
            ((5, 5, 3, 3, 4), "weak"),  # a strong group does not make up for it
            ((3, 3, 5, 5, 5), "weak"),
            ((2, 5, 5, 5, 1), "good"),  # 3.5 and 11 of 3
        ],
    )
    def test_table(self, ratings, label):
        assert outcome(rule("F7"), self.dossier(*ratings)) == label

    def test_unknowns(self):
        dossier = self.dossier(3, 4, 3, 4, 4)
        places = all_findings(dossier, range(1, 6))
        assert_joins(rule("F7"), dossier, places, on=ON, matters=list(places))

    @pytest.mark.parametrize(
        ("ratings", "low", "high"),
        [
            ((3, 4, 4), Fraction(11, 3), Fraction(11, 3)),
            ((3, "unknown", 4), Fraction(8, 3), 4),  # 1 to 5 in the one that is unknown
            (("unknown", "unknown", "unknown"), 1, 5),
        ],
    )
    def test_the_mean_of_a_standard_is_given_with_all_that_it_can_be(self, ratings, low, high):
        node = found(rule("F7"), self.dossier(5, 5, *ratings)).node("2")
        assert (node.derived.low, node.derived.high, node.derived_unit) == (low, high, None)
        assert node.value is None  # nobody has recorded it

    def test_what_is_recorded_derives_nothing(self):
        assert found(rule("F7"), self.dossier(5, 5, 3, 4, 4)).node("2.1").derived is None

    def test_a_share_is_derived_in_per_cent(self):
        shared = rule("F7", {"derive: {mean: criterion, of: {its: rating}}": PASSED, "at_least: 3.5": "at_least: 60%"})
        node = found(shared, self.dossier(5, 5, 3, 4, 4)).node("2")
        assert (node.derived.low, node.derived_unit) == (Fraction(200, 3), "percent")


PASSED = "derive: {share: criterion, that: {its: rating, at_least: 4}}"


class TestF8Veto:
    """2.5 Under unknowns its outcome is a set that contains every label some completion yields."""

    GRADES = ("inadequate", "sufficient", "good")

    def dossier(self, teaching, conduct, leadership, safe="true"):
        findings = {"teaching": teaching, "conduct": conduct, "leadership": leadership}
        return {"findings": findings, "inputs": {"pupils_safe": safe}}

    @pytest.mark.parametrize("safe", YES_NO)
    @pytest.mark.parametrize("grades", list(product(GRADES[:2], repeat=3)))
    def test_table(self, grades, safe):
        *others, leadership = (grade == "inadequate" for grade in grades)
        elsewhere = any(others) or safe == "false"
        wanted = "must-improve" if leadership or elsewhere else "no-category"
        wanted = "special-measures" if leadership and elsewhere else wanted
        assert outcome(rule("F8"), self.dossier(*grades, safe)) == wanted

    @pytest.mark.parametrize("grades", [("good", "good", "inadequate"), ("good", "inadequate", "good")])
    def test_unknowns(self, grades):
        dossier = self.dossier(*grades)
        places = all_findings(dossier, self.GRADES) | {("inputs", "pupils_safe"): YES_NO}
        assert_joins(rule("F8"), dossier, places, on=ON, matters=[("findings", "leadership")])


class TestF9Ladder:
    """2.1 A level holds when its own condition and those of all lower levels hold. 2.3 A criterion without
    requirements of its own at a level says so: its lower level carries."""

    def dossier(self, planning, review):
        return {"findings": {"planning": planning, "review": review}}

    @pytest.mark.parametrize(
        ("planning", "review", "level"),
        [
            ("l0", "l2", "l0"),
            ("l1", "l2", "l1"),
            ("l2", "l2", "l2"),
            ("l3", "l2", "l3"),  # review has no text at l3: its l2 carries
            ("l3", "l1", "l1"),
        ],
    )
    def test_table(self, planning, review, level):
        assert outcome(rule("F9"), self.dossier(planning, review)) == level

    @pytest.mark.parametrize("review", ["l0", "l1", "l2"])
    def test_unknowns(self, review):
        dossier = self.dossier("l2", review)
        assert_joins(rule("F9"), dossier, all_findings(dossier, ("l0", "l1", "l2", "l3")), on=ON)

    def test_requirements_in_every_place(self):
        nodes = ("planning/l1/a", "planning/l2/a", "planning/l3/a", "review/l1/a", "review/l2/a", "review/l2/b")
        dossier = {"findings": dict.fromkeys(nodes, "met")}
        places = all_findings(dossier, VERDICTS)
        assert_joins(rule("F9"), dossier, places, on=ON, matters=list(places), together=3)

    def test_where_no_text_fails_there_is_no_way_to_the_highest(self):
        strict = rule("F9", {"no_text: carries": "no_text: fails"})
        assert outcome(strict, self.dossier("l3", "l2")) == "l2"


class TestF10Severity:
    """1.10 A list (findings of a severity, awards held, schools of a population) is complete only where the dossier
    or register says so; an empty list not called complete is unknown."""

    SEVERITIES = ("none", "concern", "weakness", "deficiency")

    @pytest.mark.parametrize(
        ("worst", "label"),
        [("none", "clear"), ("concern", "clear"), ("weakness", "report"), ("deficiency", "show-cause")],
    )
    def test_table(self, worst, label):
        assert outcome(rule("F10"), scored("none", worst, "concern")) == label

    @pytest.mark.parametrize("worst", SEVERITIES)
    def test_unknowns(self, worst):
        dossier = scored("none", worst, "concern")
        assert_joins(rule("F10"), dossier, all_findings(dossier, self.SEVERITIES), on=ON)

    @pytest.mark.parametrize(
        ("listed", "complete", "wanted"),
        [
            ([], False, {"clear", "report", "show-cause"}),
            ([], True, {"clear"}),
            (["concern"], False, {"clear", "report", "show-cause"}),
            (["concern"], True, {"clear"}),
            (["concern", "weakness"], False, {"report", "show-cause"}),
            (["concern", "weakness"], True, {"report"}),
            (["deficiency", "concern"], False, {"show-cause"}),
            (["deficiency", "concern"], True, {"show-cause"}),
        ],
    )
    def test_a_list_may_go_on_unless_called_complete(self, listed, complete, wanted):
        dossier = scored("none", listed, "none") | ({"complete": ["findings"]} if complete else {})
        assert labels(rule("F10"), dossier) == wanted


class TestF11Rounding:
    """1.5 Rounding happens only where a definition states a mode and a number of digits."""

    ROUND: ClassVar = {
        "away": lambda x: floor(x + Fraction(1, 2)) if x >= 0 else ceil(x - Fraction(1, 2)),
        "even": round,
        "up": lambda x: floor(x + Fraction(1, 2)),
        "down": lambda x: ceil(x - Fraction(1, 2)),
    }
    HOLDS: ClassVar = {
        "at_least": lambda x, t: x >= t,
        "at_most": lambda x, t: x <= t,
        "above": lambda x, t: x > t,
        "below": lambda x, t: x < t,
        "is": lambda x, t: x == t,
    }

    @pytest.mark.parametrize(
        ("half", "ratings", "label"),
        [
            ("away", (3, 4), "adequate"),  # 3.5
            ("even", (3, 4), "adequate"),
            ("up", (3, 4), "adequate"),
            ("down", (3, 4), "inadequate"),
            ("away", (4, 5), "adequate"),  # 4.5
            ("away", (3, 3), "inadequate"),
        ],
    )
    def test_table(self, half, ratings, label):
        assert outcome(rule("F11", {"half: away": f"half: {half}"}), scored(*ratings)) == label

    @pytest.mark.parametrize("comparator", HOLDS)
    @pytest.mark.parametrize("half", ROUND)
    def test_every_mode_at_the_half_on_both_sides_of_zero(self, half, comparator):
        ratings, thresholds = ((-3, -2), (-2, -1), (-1, 0), (0, 1), (1, 2), (2, 3), (2, 2)), range(-3, 4)
        for threshold in thresholds:
            changes = {
                "half: away": f"half: {half}",
                "at_least: 4": f"{comparator}: {threshold}",
                "from: 1": "from: -7",
            }
            framework = rule("F11", changes)
            for pair in ratings:
                mean = self.ROUND[half](Fraction(sum(pair), 2))
                wanted = "adequate" if self.HOLDS[comparator](mean, threshold) else "inadequate"
                assert outcome(framework, scored(*pair)) == wanted, (pair, threshold)

    @pytest.mark.parametrize("comparator", HOLDS)
    def test_a_rounded_sum(self, comparator):
        changes = {"mean: criterion": "sum: criterion", "at_least: 4": f"{comparator}: 9", "step: 1": "step: 0.5"}
        for pair, total in {(3.5, 4): 8, (3.5, 5): 9, (4, 5): 9, (4, 5.5): 10}.items():  # 7.5, 8.5, 9 and 9.5
            wanted = "adequate" if self.HOLDS[comparator](total, 9) else "inadequate"
            assert outcome(rule("F11", changes), scored(*pair)) == wanted, pair

    @pytest.mark.parametrize(("digits", "label"), [(0, "adequate"), (1, "inadequate"), (2, "inadequate")])
    def test_digits(self, digits, label):
        assert outcome(rule("F11", {"digits: 0": f"digits: {digits}"}), scored(3, 4)) == label

    @pytest.mark.parametrize("half", ROUND)
    def test_unknowns(self, half):
        dossier = scored(3, 4)
        places = all_findings(dossier, range(1, 8))
        assert_joins(rule("F11", {"half: away": f"half: {half}"}), dossier, places, on=ON, matters=list(places))


class TestF12Gate:
    """2.1 A level holds when its own condition and those of all lower levels hold."""

    def dossier(self, p1, p2, c1, c2):
        return {"findings": {"p1": p1, "p2": p2, "c1": c1, "c2": c2}}

    @pytest.mark.parametrize(
        ("findings", "level"),
        [
            (("met", "met", 39, 0), "none"),
            (("met", "met", 40, 0), "certified"),
            (("met", "met", 30, 30), "gold"),
            (("unmet", "met", 60, 50), "none"),  # every point, one gate missed
            (("met", "unmet", 40, 50), "none"),
        ],
    )
    def test_table(self, findings, level):
        assert outcome(rule("F12"), self.dossier(*findings)) == level

    @pytest.mark.parametrize("points", [(39, 0), (40, 0), (30, 30)])
    def test_unknowns(self, points):
        dossier = self.dossier("met", "met", *points)
        places = {("findings", gate): VERDICTS for gate in ("p1", "p2")}
        places |= {("findings", "c1"): (0, 30, 39, 40, 60), ("findings", "c2"): (0, 1, 30, 50)}
        assert_joins(rule("F12"), dossier, places, on=ON, matters=[("findings", "c1")])


class TestF13Conditional:
    """2.8 A conditional award carries its conditions and its shorter validity."""

    @pytest.mark.parametrize(
        ("met", "label", "award", "valid"),
        [
            ("+++", "passed", "certificate", ("5 years",)),
            ("++-", "conditional", "certificate", ("2 years",)),
            ("+--", "failed", None, ()),
        ],
    )
    def test_table(self, met, label, award, valid):
        assert outcome(rule("F13"), judged(met)) == label
        (result,) = found(rule("F13"), judged(met)).awards
        assert (result.certain and result.certain.id, result.valid) == (award, valid)

    @pytest.mark.parametrize("met", ["+++", "++-", "+--"])
    def test_unknowns(self, met):
        dossier = judged(met)
        assert_joins(rule("F13"), dossier, all_findings(dossier, VERDICTS), on=ON)

    def test_an_award_can_be_certain_while_its_validity_is_not(self):
        (award,) = found(rule("F13"), judged("++?")).awards
        assert (award.certain.id, award.valid) == ("certificate", ("5 years", "2 years"))


class TestF14Validity:
    """2.8 A waiting time binds only who holds the lower award. 4.5 Validity includes its last day. n years on is the
    same day and month, or the month's last day; lead times count back in the same way."""

    def award(self, on, **more):
        dossier = {"findings": {"1": "l2"}, "complete": ["held"], **more}
        (award,) = found(rule("F14"), dossier, on).awards
        return award

    def held(self, signed, grade="first", **more):
        return {"held": [{"award": "recognised", "grade": grade, "signed": signed, **more}]}

    @pytest.mark.parametrize(
        ("signed", "until", "renew_by"),
        [("2022-01-15", "2027-01-15", "2026-04-15"), ("2020-02-29", "2025-02-28", "2024-05-28")],
    )
    def test_until_when_and_when_to_renew(self, signed, until, renew_by):
        award = self.award(ON, **self.held(signed))
        assert (award.held_until.isoformat(), award.renew_by.isoformat()) == (until, renew_by)

    @pytest.mark.parametrize(("on", "is_held"), [("2027-01-15", True), ("2027-01-16", False)])
    def test_the_last_day_counts(self, on, is_held):
        assert (self.award(on, **self.held("2022-01-15")).held is not None) is is_held

    def test_the_printed_date_governs(self):
        assert self.award(ON, **self.held("2022-01-15", until="2025-12-31")).held_until == dt.date(2025, 12, 31)

    @pytest.mark.parametrize(("on", "grade"), [("2025-05-31", "first"), ("2025-06-01", "second")])
    def test_who_holds_the_lower_grade_waits(self, on, grade):
        assert self.award(on, **self.held("2023-06-01")).certain.id == grade

    def test_the_earliest_date_is_the_end_of_the_wait(self):
        award = self.award(ON, **self.held("2023-06-01"))
        assert award.grades[1].earliest == dt.date(2025, 6, 1)
        assert [todo.until for todo in award.grades[1].target.wait] == [dt.date(2025, 6, 1)]

    def test_who_holds_nothing_does_not_wait(self):
        assert self.award(ON).certain.id == "second"

    def test_what_is_held_unknown_leaves_the_wait_unknown(self):
        award = self.award(ON, complete=[])
        assert (award.certain.id, award.possible.id) == ("first", "second")

    def test_an_award_that_was_ended_binds_no_more(self):
        award = self.award(ON, **self.held("2023-06-01", ended="2024-01-01", why="Closed"))
        assert (award.held, award.certain.id) == (None, "second")


class TestF15Loss:
    """2.7 An award may have a rule for gaining and another for losing (hysteresis); which applies depends on what is
    held on the date by recorded decision. If that is unknown both rules are read and joined."""

    HELD: ClassVar = {"held": [{"award": "title", "signed": "2022-01-01"}], "complete": ["held"]}
    NOT_HELD: ClassVar = {"complete": ["held"]}

    @pytest.mark.parametrize(
        ("met", "loss"),
        [
            ("+++++", UNMET),
            ("-++++", UNMET),  # 20 %, critical
            ("+--++", UNMET),  # 40 %, none critical
            ("--+++", MET),  # 40 %, one critical
            ("+---+", MET),  # 60 %
        ],
    )
    def test_table_where_held(self, met, loss):
        (award,) = found(rule("F15"), judged(met) | self.HELD).awards
        assert (award.loss, award.stands) == (loss, loss.negated())

    @pytest.mark.parametrize(("met", "stands"), [("+++++", MET), ("-++++", UNMET), ("+--++", UNMET)])
    def test_table_where_not_held(self, met, stands):
        (award,) = found(rule("F15"), judged(met) | self.NOT_HELD).awards
        assert (award.loss, award.stands) == (None, stands)

    @pytest.mark.parametrize(("met", "stands"), [("+++++", MET), ("-++++", UNKNOWN), ("--+++", UNMET)])
    def test_where_it_is_not_known_what_is_held_both_rules_are_joined(self, met, stands):
        (award,) = found(rule("F15"), judged(met)).awards
        assert award.stands == stands

    @pytest.mark.parametrize("met", ["+++++", "+--++", "--+++", "-++++"])
    @pytest.mark.parametrize("held", [HELD, NOT_HELD], ids=["held", "not-held"])
    def test_unknowns(self, met, held):
        dossier = judged(met) | held
        assert_joins(rule("F15"), dossier, all_findings(dossier, VERDICTS), on=ON)


class TestF16Tables:
    """1.4 A value that depends on an unknown context value is the set of its cases: a comparison is certain if it
    holds in all of them, possible if in some."""

    def dossier(self, **inputs):
        return {"inputs": {"area": "other", "groups": 10, "children": 300, "land": 3600, "art_rooms": 1} | inputs}

    @pytest.mark.parametrize(
        ("inputs", "label"),
        [
            ({}, "met"),
            ({"land": 3599}, "unmet"),
            ({"land": 2400, "area": "difficult"}, "met"),
            ({"land": 2399, "area": "difficult"}, "unmet"),
            ({"groups": 14}, "met"),
            ({"groups": 15}, "unmet"),
            ({"groups": 15, "art_rooms": 2}, "met"),
            ({"art_rooms": 0}, "unmet"),
        ],
    )
    def test_table(self, inputs, label):
        assert outcome(rule("F16"), self.dossier(**inputs)) == label

    @pytest.mark.parametrize(
        ("inputs", "wanted"),
        [
            ({"area": "unknown"}, {"met"}),  # enough in either area
            ({"area": "unknown", "land": 2400}, {"met", "unmet"}),
            ({"area": "unknown", "land": 2399}, {"unmet"}),
            ({"groups": "unknown"}, {"met", "unmet"}),
            ({"groups": "unknown", "art_rooms": 2}, {"met"}),
            ({"groups": "unknown", "art_rooms": 0}, {"unmet"}),
        ],
    )
    def test_what_holds_in_every_case_is_certain(self, inputs, wanted):
        assert labels(rule("F16"), self.dossier(**inputs)) == wanted

    @pytest.mark.parametrize("inputs", [{}, {"land": 2400}, {"groups": 15}])
    def test_unknowns(self, inputs):
        places = {
            ("inputs", "area"): ("difficult", "other"),
            ("inputs", "groups"): (1, 14, 15, 40),
            ("inputs", "children"): (1, 200, 300, 301, 1000),
            ("inputs", "land"): (0, 2399, 2400, 3599, 3600),
            ("inputs", "art_rooms"): (0, 1, 2),
        }
        assert_joins(rule("F16"), self.dossier(**inputs), places, on=ON)


class TestF17NotApplicable:
    """1.7 A group that counts or weighs states `drop`, `counts as met` or `counts as unmet` ... and is rejected if it
    leaves this open while a member can be not applicable."""

    ABSENT: ClassVar = {"is": "not-applicable", "why": "None here"}

    def dossier(self, kitchen, food, boarders, library):
        words = {"+": "met", "-": "unmet", "0": self.ABSENT}
        findings = {"food": words[food], "boarders": words[boarders], "library": words[library]}
        return {"findings": findings, "inputs": {"kitchen": kitchen}}

    @pytest.mark.parametrize(
        ("counts", "verdicts", "label"),
        [
            ("drop", ("true", "+", "+", "-"), "accredited"),  # 2 of 3
            ("drop", ("false", "+", "+", "-"), "not-accredited"),  # 1 of 2
            ("drop", ("false", "+", "0", "+"), "accredited"),  # 1 of 1
            ("drop", ("true", "-", "0", "+"), "not-accredited"),
            ("met", ("false", "-", "+", "-"), "accredited"),  # 2 of 3
            ("met", ("false", "-", "0", "-"), "accredited"),
            ("met", ("true", "-", "0", "-"), "not-accredited"),
            ("unmet", ("false", "+", "+", "-"), "not-accredited"),  # 1 of 3
            ("unmet", ("false", "+", "+", "+"), "accredited"),  # 2 of 3
        ],
    )
    def test_table(self, counts, verdicts, label):
        framework = rule("F17", {"not_applicable: drop": f"not_applicable: {counts}"})
        assert outcome(framework, self.dossier(*verdicts)) == label

    @pytest.mark.parametrize(
        ("if_empty", "wanted"),
        [
            ("met", {"accredited"}),
            ("unmet", {"not-accredited"}),
            ("unknown", {"accredited", "not-accredited"}),
            ("59", {"not-accredited"}),
            ("60", {"accredited"}),
        ],
    )
    def test_if_nothing_is_left(self, if_empty, wanted):
        framework = rule("F17", {"if_empty: unknown": f"if_empty: {if_empty}"})
        assert labels(framework, self.dossier("false", "+", "0", "0")) == wanted

    def test_what_is_left_open_is_refused(self):
        for left_out, code in (("not_applicable: drop, ", "KD223"), (", if_empty: unknown", "KD222")):
            with pytest.raises(InputError) as caught:
                rule("F17", {left_out: ""})
            assert {d.code for d in caught.value.diagnostics} == {code}

    @pytest.mark.parametrize("counts", ["met", "unmet"])
    def test_members_that_count_as_a_verdict_do_not_empty_the_group(self, counts):
        framework = rule("F17", {"not_applicable: drop, if_empty: unknown": f"not_applicable: {counts}"})
        wanted = "accredited" if counts == "met" else "not-accredited"
        assert outcome(framework, self.dossier("false", "+", "0", "0")) == wanted

    @pytest.mark.parametrize("counts", ["drop", "met", "unmet"])
    @pytest.mark.parametrize("verdicts", ["++-", "+--", "+0+", "-+0", "-00"])
    def test_unknowns(self, verdicts, counts):
        framework = rule("F17", {"not_applicable: drop": f"not_applicable: {counts}"})
        dossier = self.dossier("true", *verdicts)
        places = all_findings(dossier, VERDICTS) | {("inputs", "kitchen"): YES_NO}
        assert_joins(framework, dossier, places, on=ON)

    def test_two_decisions_that_differ_leave_open_whether_it_applies(self):
        dossier = self.dossier("false", "+", "+", "-")
        assert outcome(rule("F17"), dossier) == "not-accredited"
        assert outcome(rule("F17"), put(dossier, ("findings", "library"), self.ABSENT)) == "accredited"
        disputed = put(dossier, ("findings", "library"), ["unmet", self.ABSENT])
        assert labels(rule("F17"), disputed) == {"accredited", "not-accredited"}

    MEANS: ClassVar = {
        "layers: [{id: criterion, verdict: met}]": "scales: {five: {from: 1, to: 5, step: 1}}\n"
        "layers: [{id: criterion, verdict: rating, scale: five}]",
        "share: counted, that: met, at_least: 60%": "mean: counted, of: {its: rating}, at_least: 3",
    }

    def rated(self, *ratings):
        given = [self.ABSENT if rating is None else rating for rating in ratings]
        return {
            "findings": dict(zip(("food", "boarders", "library"), given, strict=True)),
            "inputs": {"kitchen": "true"},
        }

    @pytest.mark.parametrize(
        ("counts", "ratings", "label"),
        [
            ("drop", (2, None, 4), "accredited"),
            ("drop", (2, None, 3), "not-accredited"),
            ("5", (2, None, 3), "accredited"),  # 10 of 3
            ("1", (2, None, 4), "not-accredited"),
            ("3", (3, None, None), "accredited"),
        ],
    )
    def test_means_drop_or_count_a_value(self, counts, ratings, label):
        framework = rule("F17", self.MEANS | {"not_applicable: drop": f"not_applicable: {counts}"})
        assert outcome(framework, self.rated(*ratings)) == label

    @pytest.mark.parametrize("counts", ["drop", "5", "1"])
    def test_means_under_unknowns(self, counts):
        framework = rule("F17", self.MEANS | {"not_applicable: drop": f"not_applicable: {counts}"})
        dossier = self.rated(2, None, 4)
        places = {
            ("findings", "food"): range(1, 6),
            ("findings", "library"): range(1, 6),
            ("inputs", "kitchen"): YES_NO,
        }
        assert_joins(framework, dossier, places, on=ON, together=3)

    def test_a_mean_counts_no_verdict(self):
        with pytest.raises(InputError) as caught:
            rule("F17", self.MEANS | {"not_applicable: drop": "not_applicable: met"})
        assert {d.code for d in caught.value.diagnostics} == {"KD223"}

    def test_a_judgement_leaves_its_group_only_where_the_definition_lets_it(self):
        with pytest.raises(InputError) as caught:
            found(rule("F17"), put(self.dossier("true", "+", "+", "+"), ("findings", "food"), self.ABSENT))
        assert [d.code for d in caught.value.diagnostics] == ["KD307"]


class TestF19Years:
    """4.5 "The last n years" are the n latest school years that ended on or before the evidence date ... A year
    without a value is unknown."""

    RATINGS = ("failed", "done", "done-well")

    def dossier(self, *ratings):
        words = {"w": "done-well", "d": "done", "f": "failed"}
        return {"inputs": {"party_rating": {y: words[r] for y, r in zip(YEARS, "".join(ratings), strict=True)}}}

    @pytest.mark.parametrize(
        ("ratings", "label"),
        [
            ("wwddd", "met"),
            ("ddwdw", "met"),
            ("wdddd", "unmet"),  # once only
            ("wwddf", "unmet"),  # the rest not all done
            ("wwwww", "met"),
        ],
    )
    def test_table(self, ratings, label):
        assert outcome(rule("F19"), self.dossier(ratings)) == label

    @pytest.mark.parametrize("ratings", ["wwddd", "wdddd", "wwwdd", "wwddf"])
    def test_a_missing_year(self, ratings):
        places = {("inputs", "party_rating", year): self.RATINGS for year in YEARS}
        matters = list(places) if ratings == "wwddd" else ()
        assert_joins(rule("F19"), self.dossier(ratings), places, on=ON, matters=matters)

    @pytest.mark.parametrize(("on", "label"), [("2024-08-30", "met"), ("2024-08-31", "unmet")])
    def test_the_window_moves_with_the_end_of_the_school_year(self, on, label):
        dossier = put(self.dossier("wwddd"), ("inputs", "party_rating", "2023-2024"), "done")
        assert outcome(rule("F19"), dossier, on) == label

    def test_years_outside_the_window_do_not_count(self):
        dossier = put(self.dossier("wdddd"), ("inputs", "party_rating", "2017-2018"), "done-well")
        assert outcome(rule("F19"), dossier) == "unmet"


class TestF20Stages:
    """2.6 Where a definition declares parts (stages), a school with several is assessed part by part: its level is
    the lowest, and one part without a level leaves the school without one. A part not assessed is unknown."""

    LEVELS = ("none", "l1", "l2")

    def dossier(self, primary, lower):
        stages = {"primary": {"findings": {"1": primary}}, "lower": {"findings": {"1": lower}}}
        return {"school": {"stages": ["primary", "lower"]}, "stages": stages}

    @pytest.mark.parametrize(("primary", "lower"), list(product(LEVELS, repeat=2)))
    def test_table(self, primary, lower):
        assert outcome(rule("F20"), self.dossier(primary, lower)) == min(primary, lower, key=self.LEVELS.index)

    @pytest.mark.parametrize(("primary", "lower"), list(product(LEVELS, repeat=2)))
    def test_unknowns(self, primary, lower):
        places = {("stages", s, "findings", "1"): self.LEVELS for s in ("primary", "lower")}
        assert_joins(rule("F20"), self.dossier(primary, lower), places, on=ON)

    def test_what_is_recorded_for_the_school_is_one_fact_of_every_stage(self):
        dossier = {"school": {"stages": ["primary", "lower"]}, "findings": {"1": "l1"}}
        result = found(rule("F20"), dossier)
        assert result.outcome.id == "l1"
        assert [node.id for node in result.nodes if node.layer == "criterion"] == ["1"]

    def test_without_stages_named_the_school_is_one_part(self):
        assert outcome(rule("F20"), {"findings": {"1": "l2"}}) == "l2"


class TestF21Exception:
    """2.9 An exception (a limiting judgement waived by an authority) changes an outcome only as a recorded decision
    with a reason and an author, and shows in the result."""

    DECIDED: ClassVar = {"value": "true", "why": "One area improving fast", "author": "Chief inspector"}
    AREAS = ("teaching", "conduct", "leadership", "personal")

    def dossier(self, outstanding, decision="false"):
        grades = ["outstanding"] * outstanding + ["good"] * (4 - outstanding)
        return {"findings": dict(zip(self.AREAS, grades, strict=True)), "inputs": {"one_area_improving": decision}}

    @pytest.mark.parametrize(
        ("outstanding", "decision", "label"),
        [
            (4, "false", "outstanding"),
            (3, "false", "good"),
            (3, DECIDED, "outstanding"),
            (2, DECIDED, "good"),
        ],
    )
    def test_table(self, outstanding, decision, label):
        assert outcome(rule("F21"), self.dossier(outstanding, decision)) == label

    @pytest.mark.parametrize("outstanding", [2, 3, 4])
    @pytest.mark.parametrize("decision", ["false", DECIDED], ids=["undecided", "decided"])
    def test_unknowns(self, outstanding, decision):
        dossier = self.dossier(outstanding, decision)
        places = all_findings(dossier, ("good", "outstanding"))
        places[("inputs", "one_area_improving")] = ("false", self.DECIDED)
        assert_joins(rule("F21"), dossier, places, on=ON)

    @pytest.mark.parametrize("lacking", ["why", "author"])
    def test_a_decision_has_a_reason_and_an_author(self, lacking):
        decision = {key: value for key, value in self.DECIDED.items() if key != lacking}
        with pytest.raises(InputError) as caught:
            found(rule("F21"), self.dossier(3, decision))
        assert [d.code for d in caught.value.diagnostics] == ["KD316"]


class TestF22Figures:
    """1.5 Arithmetic is exact (integers, decimals, fractions)."""

    def dossier(self, classes=20, teachers=None, trend=(50, 55, 55)):
        share = {"part": 36, "of": 38} if teachers is None else teachers
        years = dict(zip(YEARS[2:], trend, strict=True))
        return {"inputs": {"classes": classes, "teachers_kha": share, "above_standard": percents(years)}}

    @pytest.mark.parametrize(("classes", "label"), [(7, "unmet"), (8, "met"), (45, "met"), (46, "unmet")])
    def test_bounds_on_both_sides(self, classes, label):
        assert outcome(rule("F22"), self.dossier(classes)) == label

    @pytest.mark.parametrize(
        ("share", "percent", "label"),
        [
            ({"part": 36, "of": 38}, "94.7%", "met"),  # 94.7368... %
            ({"part": 36, "of": 38}, "94.73684210526315%", "met"),
            ({"part": 36, "of": 38}, "94.73684210526316%", "unmet"),
            ({"part": 38, "of": 38}, "100%", "met"),
            ({"part": 37, "of": 38}, "100%", "unmet"),
            ("94.7%", "94.7%", "met"),
            ("94.69%", "94.7%", "unmet"),
        ],
    )
    def test_a_part_of_a_whole(self, share, percent, label):
        assert outcome(rule("F22", {"94.7%": percent}), self.dossier(teachers=share)) == label

    def test_the_whole_can_be_an_input_of_its_own(self):
        dossier = put(self.dossier(teachers=36), ("inputs", "teachers"), 38)
        assert outcome(rule("F22"), dossier) == "met"
        assert outcome(rule("F22"), put(dossier, ("inputs", "teachers"), 39)) == "unmet"

    @pytest.mark.parametrize("share", [{"part": 0, "of": 0}])
    def test_nothing_to_measure_is_unknown(self, share):
        result = found(rule("F22"), self.dossier(teachers=share))
        assert not result.determined
        assert "nothing to measure" in result.node("teachers").reasons

    @pytest.mark.parametrize(
        ("trend", "label"),
        [((50, 50, 50), "met"), ((50, 51, 60), "met"), ((50, "49.9", 60), "unmet"), ((50, 60, "59.9"), "unmet")],
    )
    def test_a_change_from_year_to_year(self, trend, label):
        assert outcome(rule("F22"), self.dossier(trend=trend)) == label

    def test_unknowns(self):
        dossier = put(self.dossier(teachers=36), ("inputs", "teachers"), 38)
        places = {
            ("inputs", "classes"): (1, 7, 8, 45, 46, 90),
            ("inputs", "teachers_kha"): (0, 35, 36, 38),
            ("inputs", "teachers"): (36, 38, 39, 100),
        } | {("inputs", "above_standard", year): ("0%", "50%", "55%", "100%") for year in YEARS[2:]}
        assert_joins(rule("F22"), dossier, places, on=ON, matters=list(places))

    def test_a_missing_year_between_two_that_fall_is_read_too_wide_and_says_so(self):
        """1.6 Otherwise the readings are sound (never narrower than the truth), and the result says so."""
        places = {("inputs", "above_standard", YEARS[3]): ("0%", "50%", "60%", "100%")}
        assert_join(rule("F22"), self.dossier(trend=(60, 55, 50)), places, on=ON, loose=["result"])


class TestF23ASpecialKind:
    """2.6 ... a multi-stage school has one set of findings, and a threshold that names a stage is held against that
    stage's own figures."""

    def dossier(self, area="other", **stages):
        """A school of stages, each with its programme and its share of weak pupils."""
        programmes = {stage: programme for stage, (programme, _) in stages.items()}
        weak = {stage: share for stage, (_, share) in stages.items()}
        inputs = {"area": area, "programme": programmes, "weak": weak}
        return {"school": {"stages": list(stages)}, "inputs": inputs}

    @pytest.mark.parametrize(
        ("area", "lower", "upper", "label"),
        [
            ("other", ("general", "5%"), ("general", "5%"), "met"),
            ("other", ("general", "5.1%"), ("general", "5%"), "unmet"),
            ("difficult", ("general", "10%"), ("general", "5%"), "met"),
            ("difficult", ("general", "10.1%"), ("general", "5%"), "unmet"),
            ("other", ("general", "5%"), ("gifted", "0%"), "met"),
            ("other", ("general", "5%"), ("gifted", "0.1%"), "unmet"),
            ("difficult", ("gifted", "0.1%"), ("general", "10%"), "unmet"),
        ],
    )
    def test_table(self, area, lower, upper, label):
        assert outcome(rule("F23"), self.dossier(area, lower=lower, upper=upper)) == label

    @pytest.mark.parametrize(
        ("programme", "share", "wanted"),
        [
            ("gifted", "0%", {"met"}),
            ("gifted", "5%", {"unmet"}),
            ("general", "5%", {"met"}),
            ("general", "10%", {"met", "unmet"}),
            ("general", "10.1%", {"unmet"}),
        ],
    )
    def test_the_area_matters_to_the_general_alone(self, programme, share, wanted):
        assert labels(rule("F23"), self.dossier("unknown", upper=(programme, share))) == wanted

    @pytest.mark.parametrize("lower", [("general", "5%"), ("gifted", "0%"), ("general", "10%")])
    def test_unknowns(self, lower):
        places = {("inputs", "area"): ("difficult", "other")}
        for stage in ("lower", "upper"):
            places[("inputs", "programme", stage)] = ("general", "gifted")
            places[("inputs", "weak", stage)] = ("0%", "5%", "10%", "11%")
        assert_joins(rule("F23"), self.dossier(lower=lower, upper=("general", "5%")), places, on=ON)


def percents(years):
    return {year: f"{value}%" for year, value in years.items()}


class TestF24Fractions:
    """1.5 ... A fraction in a definition (`1/3`) is that number, and the part of the whole where a percentage is asked
    for."""

    @pytest.mark.parametrize(
        ("ratings", "label"),
        [
            ((3, 3, 2), "accredited"),  # two of three, and 8 thirds: exactly enough of both
            ((4, 4, 1), "accredited"),
            ((3, 3, 1), "not-accredited"),  # 7 thirds
            ((4, 2, 2), "not-accredited"),  # one of three
        ],
    )
    def test_table(self, ratings, label):
        assert outcome(rule("F24"), scored(*ratings)) == label

    @pytest.mark.parametrize("ratings", [(3, 3, 2), (3, 3, 1), (4, 2, 2)])
    def test_unknowns(self, ratings):
        dossier = scored(*ratings)
        assert_joins(rule("F24"), dossier, all_findings(dossier, range(1, 5)), on=ON)

    @pytest.mark.parametrize(("written", "same"), [("at_least: 8/3", "at_least: 16/6"), ("2/3", "200/3%")])
    def test_two_ways_to_write_one_number_are_one_rule(self, written, same):
        for ratings in product(range(1, 5), repeat=3):
            assert outcome(rule("F24", {written: same}), scored(*ratings)) == outcome(rule("F24"), scored(*ratings))

    POINTS: ClassVar = {
        "{its: rating, at_least: 3}": "{its: points, at_least: 2/3}",
        "layers: [{id: criterion, verdict: rating, scale: four}]": "layers: [{id: criterion, verdict: points}]",
        "of: {its: rating}": "of: {its: points}",
        'weight: 1/3}, {id: "2", weight: 1/3}, {id: "3", weight: 1/3}': "points: 9, weight: 1/3}",
    }

    def test_a_part_of_the_points_says_what_it_is_a_part_of(self):
        with pytest.raises(InputError) as caught:
            rule("F24", self.POINTS)
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.hint) == ("KD109", "write 200/3% for that part of 9")
        framework = rule("F24", self.POINTS | {"{its: rating, at_least: 3}": "{its: points, at_least: 200/3%}"})
        assert [outcome(framework, scored(points)) for points in (6, 8)] == ["not-accredited", "accredited"]

    @pytest.mark.parametrize("written", ["1/0", "1/3/5", "1.5/3", "/3"])
    def test_what_is_no_fraction_is_refused(self, written):
        with pytest.raises(InputError) as caught:
            rule("F24", {"8/3": written})
        assert {d.code for d in caught.value.diagnostics} == {"KD106"}

    def test_a_dossier_has_figures_and_no_fractions(self):
        with pytest.raises(InputError) as caught:
            found(rule("F24"), scored("8/3", 3, 3))
        assert [d.code for d in caught.value.diagnostics] == ["KD106"]


class TestF25Tags:
    """1.8 A group without members by definition is rejected."""

    @pytest.mark.parametrize(
        ("met", "label"),
        [
            ("+--+-", "accredited"),  # the one with both tags, and one with neither
            ("+---+", "accredited"),
            ("-++++", "not-accredited"),
            ("+++--", "not-accredited"),
        ],
    )
    def test_table(self, met, label):
        assert outcome(rule("F25"), judged(met)) == label

    @pytest.mark.parametrize("met", ["+--+-", "-++++", "+++--"])
    def test_unknowns(self, met):
        dossier = judged(met)
        assert_joins(rule("F25"), dossier, all_findings(dossier, VERDICTS), on=ON)

    def test_brackets_around_a_single_tag_change_nothing(self):
        plain, bracketed = (
            rule("F3"),
            rule(
                "F3", {"core: {among: criterion, tagged: mandatory}": ("core: {among: criterion, tagged: [mandatory]}")}
            ),
        )
        assert plain.digest == bracketed.digest

    @pytest.mark.parametrize("tags", ["[]", "[core, safty]", "[core, {id: safety}]"])
    def test_what_is_no_list_of_tags_is_refused(self, tags):
        with pytest.raises(InputError):
            rule("F25", {"criterion, tagged: [core, safety]": f"criterion, tagged: {tags}"})

    def test_tags_that_no_node_carries_together_are_a_group_without_members(self):
        with pytest.raises(InputError) as caught:
            rule("F25", {'"1", tags: [core, safety]': '"1", tags: [core]'})
        assert {d.code for d in caught.value.diagnostics} == {"KD222"}


class TestF26Bands:
    """2.4 ... **Bands** are a ladder of lower bounds over the aggregate, strictly rising, the lowest open below (what
    is below the first bound reaches no step), with their floors ... as conditions beside them."""

    @pytest.mark.parametrize(
        ("ratings", "label"),
        [
            ((2, 2), None),
            ((1, 4), "pass"),  # 2.5, the bound itself
            ((3, 3), "pass"),
            ((3, 4), "good"),  # 3.5
            ((3, 5), "good"),  # 4, and one below the floor
            ((4, 4), "excellent"),
            ((5, 5), "excellent"),
        ],
    )
    def test_table(self, ratings, label):
        found = outcome(rule("F26"), scored(*ratings))
        assert found == (label or "fail")

    @pytest.mark.parametrize("ratings", [(1, 4), (3, 5), (4, 4)])
    def test_unknowns(self, ratings):
        dossier = scored(*ratings)
        assert_joins(rule("F26"), dossier, all_findings(dossier, range(1, 6)), on=ON)

    WRITTEN_OUT = """needs:
      pass: {mean: criterion, of: {its: rating}, at_least: 2.5}
      good: {mean: criterion, of: {its: rating}, at_least: 3.5}
      excellent:
        all:
          - {mean: criterion, of: {its: rating}, at_least: 4}
          - {every: criterion, that: {its: rating, at_least: 4}}
"""

    def test_it_is_short_for_the_conditions_written_out(self):
        short = form("F26")
        long = short[: short.index("bands:")] + self.WRITTEN_OUT
        assert load(text=short).digest == load(text=long).digest

    def test_the_order_in_which_steps_are_written_is_free(self):
        turned = {"from: {pass: 2.5, good: 3.5, excellent: 4}": "from: {excellent: 4, good: 3.5, pass: 2.5}"}
        assert rule("F26", turned).digest == rule("F26").digest

    @pytest.mark.parametrize(
        ("was", "becomes", "code", "place"),
        [
            ("good: 3.5", "good: 2.5", "KD228", "2.5"),
            ("good: 3.5", "good: 1/3", "KD228", "1/3"),
            ("good: 3.5", "god: 3.5", "KD215", "god"),
            ("good: 3.5, ", "", "KD220", "from"),
            ("good: 3.5", "good: high", "KD106", "high"),
            ("good: 3.5", "good: [1, 2]", "KD105", "good: [1"),
            ("mean: criterion", "mean: criteria", "KD207", "criteria"),
            ("mean: criterion", "average: criterion", "KD105", "of"),
            ("of: {mean: criterion, ", "of: {mean: criterion, en: The mean, ", "KD105", "of"),
            ("of: {mean: criterion, ", "of: {mean: criterion, at_least: 2, ", "KD102", "at_least"),
            ("from: {pass", "form: {pass", "KD102", "form"),
            ("needs: {excellent: {every: criterion", "needs: {excellent: {every: criteria", "KD207", "criteria"),
        ],
    )
    def test_a_mistake_is_reported_where_it_was_written(self, was, becomes, code, place):
        text = form("F26", {was: becomes})
        with pytest.raises(InputError) as caught:
            load(text=text)
        first = next(d for d in caught.value.diagnostics if d.code == code)
        line = text.splitlines()[first.line - 1]
        assert line[first.column - 1 :].startswith(place), str(caught.value)

    def test_one_mistake_in_the_figure_is_one_error(self):
        with pytest.raises(InputError) as caught:
            rule("F26", {"mean: criterion": "mean: criteria"})
        assert len(caught.value.diagnostics) == 1

    def test_a_long_figure_for_many_steps_is_refused(self):
        steps = [f"s{i}" for i in range(3000)]
        deep = {"value": "x"}
        for _ in range(20):
            deep = {"sum": "criterion", "of": deep, "round": {"digits": 0, "half": "up"}}
        bands = {"of": deep, "from": {step: i for i, step in enumerate(steps)}}
        with pytest.raises(InputError) as caught:
            load(
                {
                    "kiemdinh": 1,
                    "framework": "org.example.long",
                    "source": {"document": "D"},
                    "subject": {"kind": "school"},
                    "scales": {"rank": {"steps": [{"id": step} for step in steps]}},
                    "layers": [{"id": "criterion", "verdict": "met"}],
                    "tree": [{"id": "1"}],
                    "outcomes": [{"id": "rank", "ladder": "rank", "bands": bands}],
                }
            )
        assert [d.code for d in caught.value.diagnostics] == ["KD007"]


class TestF27WeightedShare:
    """1.7 ... Shares and means are judged member by member against the threshold (met adds 100-p, unmet takes p, absent
    adds 0)"""

    ABSENT: ClassVar = {"is": "not-applicable", "why": "None here"}

    def dossier(self, kitchen, verdicts):
        words = {"+": "met", "-": "unmet", "0": self.ABSENT}
        given = dict(zip(("food", "water", "light"), map(words.get, verdicts), strict=True))
        return {"findings": given, "inputs": {"kitchen": kitchen}}

    @pytest.mark.parametrize(
        ("kitchen", "verdicts", "label"),
        [
            ("true", "++-", "accredited"),  # 5 of 6
            ("true", "+-+", "accredited"),  # 4 of 6: exactly two thirds
            ("true", "-++", "not-accredited"),  # 3 of 6
            ("true", "+--", "not-accredited"),
            ("true", "+-0", "not-accredited"),  # 3 of 5
            ("false", "++-", "accredited"),  # 2 of 3
            ("false", "+-+", "not-accredited"),  # 1 of 3
            ("false", "+0+", "accredited"),  # 1 of 1
        ],
    )
    def test_table(self, kitchen, verdicts, label):
        assert outcome(rule("F27"), self.dossier(kitchen, verdicts)) == label

    @pytest.mark.parametrize("verdicts", ["+-+", "-++", "+-0", "-00"])
    def test_unknowns(self, verdicts):
        dossier = self.dossier("true", verdicts)
        places = all_findings(dossier, VERDICTS) | {("inputs", "kitchen"): YES_NO}
        assert_joins(rule("F27"), dossier, places, on=ON)

    def test_equal_weights_are_the_plain_share(self):
        weighed = rule("F27", {"weight: 3": "weight: 1/3", "weight: 2": "weight: 1/3", "weight: 1,": "weight: 1/3,"})
        plain = rule("F27", {"weight: {its: weight}, ": ""})
        for verdicts in product("+-0", repeat=2):
            dossier = self.dossier("true", ("+", *verdicts))
            assert outcome(weighed, dossier) == outcome(plain, dossier)


class TestF28MeanOfMeans:
    """1.5 ... Rounding happens only where a definition states a mode and a number of digits."""

    ABSENT: ClassVar = {"is": "not-applicable", "why": "None here"}

    def rated(self, *ratings):
        given = [self.ABSENT if rating is None else rating for rating in ratings]
        return {"findings": dict(zip(("1.1", "1.2", "2.1"), given, strict=True))}

    @pytest.mark.parametrize(
        ("ratings", "label"),
        [
            ((4, 5, 4), "adequate"),  # 4.5 is 5, with 4 it is 4.5, which is 5
            ((4, 4, 4), "inadequate"),
            ((4, 4, 5), "adequate"),  # 4.5
            ((3, 4, 5), "adequate"),  # 3.5 is 4, with 5 it is 4.5
            ((3, 3, 5), "inadequate"),
            ((4, 5, None), "adequate"),  # the second standard has left
            ((4, 4, None), "inadequate"),
        ],
    )
    def test_table(self, ratings, label):
        assert outcome(rule("F28"), self.rated(*ratings)) == label

    def test_without_the_inner_rounding(self):
        framework = rule("F28", {"rated, of: {its: rating}, round: {digits: 0, half: up}": "rated, of: {its: rating}"})
        assert outcome(framework, self.rated(3, 4, 5)) == "inadequate"  # 3.5 with 5 is 4.25

    @pytest.mark.parametrize("ratings", [(4, 5, 4), (3, 4, 5), (4, 5, None)])
    def test_unknowns(self, ratings):
        dossier = self.rated(*ratings)
        places = {("findings", name): range(1, 8) for name in ("1.1", "1.2")}
        assert_joins(rule("F28"), dossier, places, on=ON)

    @pytest.mark.parametrize(("if_empty", "label"), [("1", "inadequate"), ("5", "adequate")])
    def test_a_number_can_stand_for_an_empty_standard(self, if_empty, label):
        framework = rule("F28", {"if_empty: not-applicable": f"if_empty: {if_empty}"})
        assert outcome(framework, self.rated(4, 5, None)) == label

    @pytest.mark.parametrize("if_empty", ["unknown", "met"])
    def test_a_verdict_is_nothing_to_calculate_with(self, if_empty):
        with pytest.raises(InputError) as caught:
            rule("F28", {"if_empty: not-applicable": f"if_empty: {if_empty}"})
        assert {d.code for d in caught.value.diagnostics} == {"KD222"}

    def above_the_mean(self, if_empty):
        """The highest standard is held against the mean of all criteria, each of which may be absent."""
        changes = {
            "{mean: judged, of: {its: rating}, round: {digits: 0, half: up}, at_least: 5}": (
                "{highest: judged, of: {its: rating}, above: {mean: rated, of: {its: rating}}}"
            ),
            '{id: "1.1"}, {id: "1.2"}': '{id: "1.1", may_not_apply: true}, {id: "1.2", may_not_apply: true}',
            "if_empty: not-applicable": f"if_empty: {if_empty}",
        }
        return rule("F28", changes)

    def test_a_threshold_leaves_no_group(self):
        with pytest.raises(InputError) as caught:
            self.above_the_mean("not-applicable")
        assert {d.code for d in caught.value.diagnostics} == {"KD222"}

    def test_a_threshold_can_be_a_mean_of_what_may_be_absent(self):
        found = [outcome(self.above_the_mean("3"), self.rated(*ratings)) for ratings in ((5, 4, 2), (4, 4, 4))]
        assert found == ["adequate", "inadequate"]


class TestF29EvidenceByNode:
    """3.3 ... An evidence policy (kinds, issuer, count, greatest age, least time in place) may stand on the framework,
    a node or a level. The nearest wins key by key. Each step of a claim is held to its own level's policy. An item
    without a date satisfies no age.
    """

    ITEMS: ClassVar = {
        "PAGE": {"kind": "url", "issued": "2020-01-01"},
        "OTHER": {"kind": "Web address", "issued": "2020-01-01"},
        "NEW": {"kind": "url", "issued": ON},
        "UNDATED": {"kind": "url"},
        "PAPER": {"kind": "paper", "issued": "2020-01-01"},
    }

    @pytest.mark.parametrize(
        ("about_open", "about_library", "reached"),
        [
            (["PAGE", "OTHER"], ["PAPER"], "two"),
            (["PAGE"], ["PAPER"], "one"),  # two items are asked for at level two
            (["PAGE", "PAPER"], ["PAPER"], "one"),  # one of them is no web address
            (["PAGE", "NEW"], ["PAPER"], "one"),  # one is not in place yet
            (["PAGE", "UNDATED"], ["PAPER"], "one"),  # of one that is not known
            (["PAPER"], ["PAPER"], None),
            (["PAGE", "OTHER"], ["UNDATED"], "two"),  # of the library any item will do
            (["PAGE", "OTHER"], [], None),
        ],
    )
    def test_table(self, about_open, about_library, reached):
        cited = {"open": about_open, "library": about_library}
        findings = {node: {"reaches": "two", "by": by} for node, by in cited.items()}
        result = found(rule("F29"), {"findings": findings, "evidence": self.ITEMS})
        guaranteed = result.outcomes[0].guaranteed
        assert (guaranteed and guaranteed.id) == reached


class TestF30AParameter:
    """7.7 Parameters. ... One that is not set can be anything in its range, and what depends on it is unknown."""

    OPEN: ClassVar = {"passed", "failed"}

    @pytest.mark.parametrize(
        ("land", "labels_of", "with_eight"),
        [
            (99, {"failed"}, "failed"), (100, OPEN, "failed"), (399, OPEN, "failed"), (400, OPEN, "passed"),
            (999, OPEN, "passed"), (1000, {"passed"}, "passed"),
        ],
    )  # fmt: skip
    def test_table(self, land, labels_of, with_eight):
        dossier = {"inputs": {"land": land, "pupils": 50}}
        assert set(labels(rule("F30"), dossier)) == labels_of
        set_to_eight = {"range: {from: 2, to: 20}": "range: {from: 2, to: 20}, default: 8"}
        assert outcome(rule("F30", set_to_eight), dossier) == with_eight


class TestF31AFigureThatIsShown:
    """7.8 Named figures. A result gives each quantity that `shows` names ... A figure that is shown and not compared
    decides nothing.
    """

    ABSENT: ClassVar = {"is": "not-applicable", "why": "None here"}
    ANY_STRONG = "{count: criterion, that: {its: rating, at_least: 5}, at_least: 1}"

    def shown(self, *ratings, framework=None):
        given = {str(i): rating for i, rating in enumerate(ratings, 1) if rating is not None}
        return found(framework or rule("F31"), {"findings": given})

    @pytest.mark.parametrize(
        ("ratings", "strong", "average"),
        [
            ((5, 4, 2, 7), ("50", "50"), ("9/2", "9/2")),
            ((5, 4, 3, ABSENT), ("100/3", "100/3"), ("4", "4")),
            ((5, 4, 2, None), ("25", "50"), ("3", "9/2")),  # whatever the fourth is
            ((None, None, None, ABSENT), ("0", "100"), ("1", "7")),
        ],
    )
    def test_table(self, ratings, strong, average):
        figures = self.shown(*ratings).figures
        assert [figure.id for figure in figures] == ["strong", "average"]
        assert [(str(figure.now.low), str(figure.now.high)) for figure in figures] == [strong, average]

    def test_the_unit_and_what_is_asked(self):
        strong, average = self.shown(5, 4, 2, 7).figures
        assert (strong.unit, strong.bounds, average.unit) == ("percent", (), None)
        assert [(bound.level.id, str(bound.bound.low), bound.truth.name) for bound in average.bounds] == [
            ("passed", "4", "MET")
        ]

    def test_over_nothing_it_has_no_value(self):
        none_left = {
            "{among: criterion,": '{among: criterion, ids: ["4"],',
            "{value: average, at_least: 4}": self.ANY_STRONG,
        }
        (figure,) = found(rule("F31", none_left), {"findings": {"4": self.ABSENT}}).figures
        assert (figure.id, figure.now) == ("strong", None)

    def test_what_is_only_shown_decides_nothing(self):
        silent = rule("F31", {"shows: [strong]\n": ""})
        for ratings in ((5, 4, 2, 7), (3, 3, 3, 3), (5, 4, None, None)):
            one, other = self.shown(*ratings), self.shown(*ratings, framework=silent)
            assert one.outcomes == other.outcomes
            assert [figure.id for figure in other.figures] == ["average"]


class TestF32GainAndLossOverCommunes:
    """2.7: a district keeps what it would not gain, until more fails than one criterion or one commune."""

    CRITERIA = ("roads", "schools", "housing", "income", "water")
    CRITICAL = ("income", "water")

    def district(self, unmet=(), *, communes=10, revoked=0):
        def hold(award, **others):
            return {"award": award, "signed": "2022-01-01", "until": "2030-01-01"} | others

        ended = {"ended": "2024-01-01", "why": "revoked"}
        of_communes = [
            hold("org.example.f32-commune/recognised", member=f"X{i}", **(ended if i < revoked else {}))
            for i in range(communes)
        ]
        return {
            "complete": ["commune", "held"],
            "register": {"commune": [{"id": f"X{i}"} for i in range(communes)]},
            "held": [hold("district"), *of_communes],
            "findings": {one: "unmet" if one in unmet else "met" for one in self.CRITERIA},
        }

    def judged(self, dossier):
        (award,) = found(rule("F32"), dossier).awards
        return award.certain is not None, award.loss

    def by_hand(self, unmet, communes, revoked):
        share = Fraction(len(unmet), len(self.CRITERIA))
        is_critical = any(one in self.CRITICAL for one in unmet)
        loses = (
            Fraction(revoked, communes) >= Fraction(3, 10)
            or share >= Fraction(1, 2)
            or (share >= Fraction(3, 10) and is_critical)
        )
        return not unmet and not revoked, MET if loses else UNMET

    @pytest.mark.parametrize("failing", list(product([False, True], repeat=5)))
    def test_criteria(self, failing):
        unmet = [one for one, fails in zip(self.CRITERIA, failing, strict=True) if fails]
        assert self.judged(self.district(unmet)) == self.by_hand(unmet, 10, 0)

    @pytest.mark.parametrize("communes", [1, 3, 4, 10])
    def test_communes(self, communes):
        for revoked in range(communes + 1):
            dossier = self.district(communes=communes, revoked=revoked)
            assert self.judged(dossier) == self.by_hand((), communes, revoked), revoked

    def test_the_title_says_that_the_criteria_are_invented(self):
        assert "invented" in rule("F32").title("en")
