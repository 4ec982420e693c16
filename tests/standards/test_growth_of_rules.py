"""How much is made of a definition as it grows: terms are counted, for a clock tells nothing on a busy machine."""

import kiemdinh as kd
from kiemdinh.rules import Term


def count_terms_made(monkeypatch, levels):
    """The terms that loading makes of five criteria with so many levels, each asked for by one rule."""
    made = 0
    finish = Term.__post_init__

    def count(term):
        nonlocal made
        made += 1
        finish(term)

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
    with monkeypatch.context() as patched:
        patched.setattr(Term, "__post_init__", count)
        kd.load(definition)
    return made


def test_levels_grow_no_faster_than_the_rules_that_ask_for_them(monkeypatch):
    """Each of n rules asks for up to n levels of each criterion: twice the levels, at most four times the terms."""
    assert count_terms_made(monkeypatch, 40) <= 4 * count_terms_made(monkeypatch, 20)
