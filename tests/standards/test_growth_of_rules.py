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


def test_a_rule_for_each_member_grows_with_their_number_though_it_reads_a_count_of_them_all(monkeypatch):
    """Twice the schools, at most a little more than twice the terms: what is counted is counted once."""
    framework = kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.members",
            "source": {"document": "D"},
            "subject": {"kind": "commune", "has": ["school"]},
            "inputs": {
                name: {"type": "number", "range": {"from": 0, "to": 90}, "each": "school"} for name in ("a", "b")
            },
            "sets": {"large": {"among": "school", "where": {"value": "a", "at_least": 9}, "if_empty": "met"}},
            "define": {"number": {"count": "large"}},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [
                {"id": "1", "met_if": {"every": "large", "that": {"value": "b", "at_least": {"value": "number"}}}}
            ],
            "outcomes": [
                {
                    "id": "o",
                    "cases": [{"id": "c", "if": {"every": "criterion", "that": "met"}}],
                    "otherwise": {"id": "d"},
                }
            ],
        }
    )

    def count_terms_of(number):
        schools = tuple(PopulationMember(f"S{i}") for i in range(number))
        population = Population("school", schools, is_complete=True)
        return count_terms(monkeypatch, lambda: framework.rules(None, dt.date(2024, 6, 30), (population,)))

    assert count_terms_of(80) <= 2.1 * count_terms_of(40)
