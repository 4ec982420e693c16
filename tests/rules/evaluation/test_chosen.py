"""Conditions in which some facts are free to be chosen, held against every choice and every completion."""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiemdinh.rules import MET, UNKNOWN, UNMET, Assignment, Compare, Fact, Interval, Known, evaluate, facts_of, walk
from kiemdinh.rules.evaluation import FREE, ChosenTruth, ChosenValue, evaluate_chosen
from strategies import FACTS, conditions

KINDS = st.fixed_dictionaries({name: st.sampled_from([MET, UNMET, UNKNOWN, None]) for name in FACTS})
"""What is known of each fact; None for one that is free."""


class Facts:
    def __init__(self, known):
        self.known = known

    def chosen_truth(self, name):
        truth = self.known[name]
        return FREE if truth is None else ChosenTruth(truth, truth)

    def chosen_value(self, _name):
        return ChosenValue(Interval.point(1), Interval.point(1))


def truths(condition, known, free, unknown):
    """For each way in which the unknown turns out, what the choices of the free facts make of the condition."""
    for ways in product((MET, UNMET), repeat=len(unknown)):
        for choice in product((MET, UNMET), repeat=len(free)):
            truths = known | dict(zip(unknown, ways, strict=True)) | dict(zip(free, choice, strict=True))
            values = {part.id: Interval.point(1) for part in walk(condition) if hasattr(part, "id")}
            yield ways, evaluate(condition, Assignment(truths, values))


class TestChosen:
    """1.2 Every condition has two readings: **certain** (all that is unknown turns out badly) and **possible** (all
    that is unknown turns out well). 1.6 Otherwise the readings are sound (never narrower than the truth).
    """

    @given(conditions(max_leaves=5), KINDS)
    @settings(max_examples=300)
    def test_both_choices_are_sound(self, condition, known):
        assume(not any(isinstance(part, Known) and part.truth is UNKNOWN for part in walk(condition)))
        read = sorted(facts_of(condition))
        free = [name for name in read if known[name] is None]
        unknown = [name for name in read if known[name] is UNKNOWN]
        assume(len(free) + len(unknown) <= 6)
        found = evaluate_chosen(condition, Facts(known))
        by_way = {}
        for way, truth in truths(condition, {k: v for k, v in known.items() if v is not None}, free, unknown):
            by_way.setdefault(way, set()).add(truth)
        # What is certain for the worst choice holds for every choice, however the unknown turns out; and so on.
        assert not found.worst.certain or all(way == {MET} for way in by_way.values())
        assert found.best.possible or all(way == {UNMET} for way in by_way.values())
        # A free fact that enters more than once may be chosen differently each time, so that no one choice need do it.
        # An equality is two bounds, and reads what it compares twice.
        is_two_bounds = any(isinstance(part, Compare) and part.op == "==" for part in walk(condition))
        if not is_two_bounds and all(repr(condition).count(repr(Fact(name))) == 1 for name in free):
            assert found.worst.possible or all(UNMET in way for way in by_way.values())
            assert not found.best.certain or all(MET in way for way in by_way.values())

    @given(conditions(), KINDS)
    @settings(max_examples=200)
    def test_without_free_facts_it_is_the_reference(self, condition, known):
        known = {name: UNKNOWN if truth is None else truth for name, truth in known.items()}
        values = {part.id: Interval.point(1) for part in walk(condition) if hasattr(part, "id")}
        truth = evaluate(condition, Assignment(known, values))
        assert evaluate_chosen(condition, Facts(known)) == (truth, truth)
