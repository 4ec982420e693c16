"""How much is made of a definition as it grows: terms are counted, for a clock tells nothing on a busy machine."""

import datetime as dt

import kiemdinh as kd
from kiemdinh.rules import Term
from kiemdinh.standards.lowering import Population, PopulationMember


def count_terms(monkeypatch, make):
    """How many terms are made while something is done."""
    made = 0
    finish = Term.__post_init__

    def count(term):
        nonlocal made
        made += 1
        finish(term)

    with monkeypatch.context() as patched:
        patched.setattr(Term, "__post_init__", count)
        make()
    return made


def count_terms_made(monkeypatch, levels):
    """The terms that loading makes of five criteria with so many levels, each asked for by one rule."""
    steps = [f"s{i}" for i in range(levels)]
    definition = {
        "kiemdinh": 1,
        "framework": "test.growth",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "scales": {"levels": {"steps": [{"id": step} for step in steps]}},
        "layers": [{"id": "criterion", "verdict": "level", "scale": "levels"}],
        "tree": [{"id": str(i), "levels": {step: [{"id": "a"}] for step in steps}} for i in range(5)],
        "outcomes": [
            {
                "id": "o",
                "ladder": "levels",
                "needs": {step: {"every": "criterion", "that": {"its": "level", "at_least": step}} for step in steps},
            }
        ],
    }
    return count_terms(monkeypatch, lambda: kd.load(definition))


def test_levels_grow_no_faster_than_the_rules_that_ask_for_them(monkeypatch):
    """Each of n rules asks for up to n levels of each criterion: twice the levels, at most four times the terms."""
    assert count_terms_made(monkeypatch, 40) <= 4 * count_terms_made(monkeypatch, 20)


def test_who_belongs_is_asked_once_for_all_members(monkeypatch):
    """Four private schools, one of each stage, make no more terms than one of them: none of them counts."""
    framework = kd.load("vn.ntm-2021.xa")

    def count_terms_of(stages):
        known = [(("highest_stage", stage), ("public", 0)) for stage in stages]
        schools = tuple(PopulationMember(f"S{i}", known=one) for i, one in enumerate(known))
        population = Population("school", schools, is_complete=True)
        return count_terms(monkeypatch, lambda: framework.rules(None, dt.date(2024, 6, 30), (population,)))

    assert 0 < count_terms_of(range(4)) == count_terms_of([0])
