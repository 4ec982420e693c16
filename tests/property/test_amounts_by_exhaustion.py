"""Repairs of sums, means and extremes of scores against trying every split, by assessing each one (5.3, 5.5)."""

from fractions import Fraction
from itertools import product

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

import kiemdinh as kd

STEPS = 4
"""The highest rating; ratings are the whole numbers from 0."""
STEPS_OF_A_SEARCH = 10_000_000
"""So many that every drawn question is answered: that nothing is within reach can take more than the default."""
BESIDE = Fraction(1, 8)
"""How far past a strict bound a number is taken to lie."""


def framework_of(condition, kind, most):
    """A framework with the label "good" where *condition* holds, over criteria with points or ratings."""
    scale = {"scales": {"r": {"from": 0, "to": STEPS, "step": 1}}} if kind == "rating" else {}
    points = [{"points": number} if kind == "points" else {} for number in most]
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.amounts",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "layers": [{"id": "c", "verdict": kind} | ({"scale": "r"} if scale else {})],
            "tree": [{"id": str(number)} | more for number, more in enumerate(points)],
            "outcomes": [{"id": "o", "cases": [{"id": "good", "if": condition}], "otherwise": {"id": "poor"}}],
            **scale,
        }
    )


@st.composite
def conditions(draw, kind, most, depth=0):
    """Bounds of totals, means and extremes to both sides, and of each criterion, under "not", "any" and "all"."""
    its = {"its": kind}
    form = draw(st.sampled_from(["all", "any", "not", "total", "total", "each"] if depth < 2 else ["total", "each"]))
    if form in ("all", "any"):
        return {form: [draw(conditions(kind, most, depth + 1)) for _ in range(2)]}
    if form == "not":
        return {"not": draw(conditions(kind, most, depth + 1))}
    if form == "each":
        bound = {draw(st.sampled_from(["at_least", "at_most"])): draw(st.integers(0, max(most)))}
        return {"every": "c", "that": its | bound}
    of = draw(st.sampled_from(["sum", "sum", "mean", "lowest", "highest"]))
    operator = draw(st.sampled_from(["at_least", "at_most", "above", "below", "is"]))
    return {of: "c", "of": its, operator: draw(st.integers(0, sum(most) if of == "sum" else max(most)))}


class School:
    """A school with scores, asked only whether it is good with other scores."""

    def __init__(self, framework, scores):
        self.scores = scores
        self.result = kd.assess(framework, {"findings": self._findings(scores)}, on="2026-09-30")
        self._known = {}

    @staticmethod
    def _findings(scores):
        return {str(i): str(float(score)) if score % 1 else int(score) for i, score in enumerate(scores)}

    def is_good(self, scores):
        if scores not in self._known:
            self._known[scores] = self.result.what_if(self._findings(scores)).result.level.id == "good"
        return self._known[scores]

    def is_smaller(self, one, two):
        """Whether *one* changes no score more than *two* does, and each to the same side."""
        pairs = zip(self.scores, one, two, strict=True)
        return one != two and all(min(now, b) <= a <= max(now, b) for now, a, b in pairs)

    def minimal(self, most):
        """Every choice of whole scores that is good, and of which none is good that changes less."""
        good = [scores for scores in product(*(range(number + 1) for number in most)) if self.is_good(scores)]
        return [one for one in good if not any(self.is_smaller(two, one) for two in good)]


@st.composite
def schools(draw, kind):
    most = draw(st.lists(st.sampled_from([3, 4, 6]), min_size=1, max_size=3)) if kind == "points" else [STEPS] * 3
    condition = draw(conditions(kind, most))
    school = School(framework_of(condition, kind, most), tuple(draw(st.integers(0, number)) for number in most))
    assume(school.result.level.id == "poor")
    note(f"condition {condition}, at most {most}, scores {school.scores}")
    return school, most


def number_at(bound):
    """A number at a bound, or shortly past it where it is strict."""
    return Fraction(bound.number) + (BESIDE if bound.direction == "up" else -BESIDE) * bound.strict


def scores_after(school, repair):
    """The scores that a repair leads to."""
    scores = [Fraction(score) for score in school.scores]
    for change in repair.changes:
        scores[int(change.id)] = number_at(change.to)
    return tuple(scores)


def scores_at_limits(school, repair, most):
    """The scores where every change goes on as far as the repair lets it."""
    scores = [Fraction(score) for score in school.scores]
    for change in repair.changes:
        end = most[int(change.id)] if change.to.direction == "up" else 0
        scores[int(change.id)] = Fraction(end) if change.within is None else number_at(change.within)
    return tuple(scores)


def changed_by(school, scores):
    return frozenset(i for i, (now, score) in enumerate(zip(school.scores, scores, strict=True)) if now != score)


class TestRatings:
    """5.3 A **repair** is a set of changes that makes the target certain; minimal if no change can be left out or
    made smaller."""

    @given(schools("rating"))
    @settings(max_examples=25)
    def test_all_minimal_repairs_are_given_and_no_other(self, case):
        school, most = case
        repairs = school.result.repairs("good", budget=STEPS_OF_A_SEARCH)
        wanted = school.minimal(most)
        assert repairs.proved
        assert sorted(scores_after(school, repair) for repair in repairs) == sorted(wanted)
        costs = sorted(len(changed_by(school, scores)) for scores in wanted)
        assert [repair.cost for repair in repairs] == costs
        assert (repairs.cost, repairs.count) == ((costs[0], costs.count(costs[0])) if costs else (None, 0))


class TestPoints:
    """5.5 ... A missing total is stated as the shortfall, the room of each criterion, and one cheapest split."""

    @given(schools("points"))
    @settings(max_examples=35)
    def test_each_repair_is_minimal_and_the_cheapest_are_among_them(self, case):
        school, most = case
        repairs = school.result.repairs("good", budget=STEPS_OF_A_SEARCH)
        found = list(repairs)
        assert repairs.proved
        for repair in found:
            self.check_repair(school, repair, most)
        wanted = [changed_by(school, scores) for scores in school.minimal(most)]
        given_ = [changed_by(school, scores_after(school, repair)) for repair in found]
        # Where whole points do, some repair changes those criteria or fewer; parts of points may do with fewer still.
        assert all(any(one <= changed for one in given_) for changed in wanted)
        assert repairs.count == sum(repair.cost == repairs.cost for repair in found)
        if wanted:
            assert repairs.cost <= min(map(len, wanted))

    def check_repair(self, school, repair, most):
        scores = scores_after(school, repair)
        assert school.is_good(scores)
        assert school.is_good(scores_at_limits(school, repair, most))
        if any(change.to.strict for change in repair.changes):
            return
        for change in repair.changes:
            at = int(change.id)
            now, end = school.scores[at], scores[at]
            for part in (Fraction(0), Fraction(1, 2), Fraction(7, 8)):
                less = (*scores[:at], now + (end - now) * part, *scores[at + 1 :])
                assert not school.is_good(less)
