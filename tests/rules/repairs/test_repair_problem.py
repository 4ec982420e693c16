import pickle

import pytest

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    Fact,
    FactAction,
    Interval,
    RepairProblem,
    ValueAction,
    evaluate,
    find_minimal_repairs,
)
from kiemdinh.rules.repairs.apply import facts_after
from repair_problems import action, problem, pupils


class TestProblem:
    """5.3 Costs are positive (infinite: cannot be acted on)."""

    def test_refuses_what_makes_no_sense(self):
        with pytest.raises(ValueError, match="positive"):
            action("a", cost=0)
        with pytest.raises(ValueError, match="never makes it unknown"):
            FactAction(id="a", fact="a", to=UNKNOWN)
        with pytest.raises(ValueError, match="more than one action: a"):
            problem(Fact("a"), actions=[action("a"), action("a")])
        with pytest.raises(ValueError, match="no action is called b"):
            problem(Fact("a"), actions=[action("a", requires=("b",))])
        with pytest.raises(ValueError, match="at least one case"):
            RepairProblem(condition=Fact("a"), cases=(), actions=())
        with pytest.raises(ValueError, match="2 prices for 1 steps"):
            ValueAction(id="x", value="x", direction="up", choices=(1,), prices=(1, 2))

    def test_changes_travel(self):
        found = find_minimal_repairs(pupils(4, spacing=1)).cheapest
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own

    def test_applied_changes_make_it_certain(self):
        asked = pupils(4, spacing=1)
        after = facts_after(asked, find_minimal_repairs(asked).cheapest.changes, asked.cases[0])
        assert after.value("excellent") == Interval.point(6)
        assert evaluate(asked.condition, after) is MET
