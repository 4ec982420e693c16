"""How the work of explanations grows with the number of criteria, counted in steps, where the rule is simple."""

import pytest

import kiemdinh as kd

FEW, MANY = 100, 400
IS_MET = {"every": "c", "that": "met"}


def count(least):
    return {"count": "c", "that": "met", "at_least": least}


def share(percent):
    return {"share": "c", "that": "met", "at_least": percent}


FORMS = {
    "every": lambda _: IS_MET,
    "count": lambda n: count(n - 3),
    "half": lambda n: count(n // 2),
    "share": lambda _: share("60%"),
    "both": lambda n: {"all": [count(n // 2), share("60%")]},
    "either": lambda n: {"any": [count(n // 2), share("60%")]},
}


def plain(form, criteria):
    """A framework of criteria that are met or not, under a rule of one form."""
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.plain",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}]}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": f"c{n}"} for n in range(criteria)],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": {"l1": FORMS[form](criteria)}}],
        }
    )


def stepped(criteria):
    """A framework of criteria with three levels, of which some may fall short at each."""
    levels = {step: [{"id": "a"}] for step in ("l1", "l2", "l3")}
    needs = {
        step: {"count": "c", "that": {"its": "level", "at_least": step}, "at_least": criteria - 3} for step in levels
    }
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.stepped",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": step} for step in levels]}},
            "layers": [{"id": "c", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": f"c{n}", "levels": levels} for n in range(criteria)],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": needs}],
        }
    )


def steps_of(framework, verdict, ask):
    """The steps that an explanation takes, of a school of which everything is judged alike."""
    found = dict.fromkeys((name for name, node in framework.nodes.items() if node.layer), verdict)
    explanation = getattr(kd.assess(framework, {"findings": found}, on="2026-09-30"), ask)()
    explanation.to_dict()
    search = explanation.search
    assert search.complete
    assert explanation.proved if ask in ("margin", "why") else explanation.classes is not None
    return search.spent


class TestGrowth:
    """5.11 Every search has a budget of steps ... A rule whose parts share nothing needs about as many as it has
    members: four times as many criteria take about four times the steps."""

    @pytest.mark.parametrize("ask", ["margin", "why", "explain"])
    @pytest.mark.parametrize("form", list(FORMS))
    def test_of_plain_criteria(self, form, ask):
        verdict = "unmet" if ask == "explain" else "met"
        few, many = (steps_of(plain(form, criteria), verdict, ask) for criteria in (FEW, MANY))
        assert many <= 5 * few

    @pytest.mark.parametrize("ask", ["margin", "why", "explain"])
    def test_of_criteria_with_levels(self, ask):
        verdict = "l0" if ask == "explain" else "l3"
        few, many = (steps_of(stepped(criteria), verdict, ask) for criteria in (FEW, MANY))
        assert many <= 5 * few
