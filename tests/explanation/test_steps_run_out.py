"""What repairs say where the steps run out before it is known that nothing is within reach."""

import kiemdinh as kd

DEFINITION = {
    "kiemdinh": 1,
    "framework": "org.example.points",
    "source": {"document": "By-law 12"},
    "subject": {"kind": "school"},
    "scales": {"level": {"not_reached": {"id": "poor"}, "steps": [{"id": "good"}]}},
    "layers": [{"id": "c", "verdict": "points"}],
    "tree": [{"id": name, "points": 6} for name in "abc"],
    "outcomes": [
        {
            "id": "level",
            "ladder": "level",
            "needs": {
                # No points are at most 2 together and above 2 somewhere.
                "good": {
                    "all": [
                        {"sum": "c", "of": {"its": "points"}, "at_most": 2},
                        {"not": {"every": "c", "that": {"its": "points", "at_most": 2}}},
                    ]
                }
            },
        }
    ],
}


class TestNothingIsWithinReach:
    """5.11 ... A result of a search names the budget, what was spent ... ."""

    def test_repairs_say_that_they_are_not_worked_out(self):
        result = kd.assess(kd.load(DEFINITION), {"findings": {"a": 0, "b": 1, "c": 1}}, on="2026-09-30")
        repairs = result.repairs("good", budget=500)
        assert (repairs.cost, repairs.proved, repairs.settle_first) == (None, False, ())
        assert "500 steps" in " ".join(repairs.to_text("en").split())
