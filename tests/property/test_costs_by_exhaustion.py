"""Costs of repairs against trying every set of requirements, each assessed, and priced by the words of 5.3."""

from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kiemdinh as kd

CRITERIA = ("1", "2", "3")
LEVELS = {"l1": [{"id": "a", "en": "x"}, {"id": "b", "en": "x"}], "l2": [{"id": "a", "en": "x"}]}
REQUIREMENTS = [f"{c}/{level}/{part['id']}" for c in CRITERIA for level, parts in LEVELS.items() for part in parts]
PRICES = st.sampled_from([3, 5, {"cost_each": 2}, {"cost": 4, "cost_each": 1}])


def school(findings, needed):
    """The result of a school that is good where so many criteria reach the second level."""
    condition = {"count": "c", "that": {"its": "level", "at_least": "l2"}, "at_least": needed}
    framework = {
        "kiemdinh": 1,
        "framework": "test.costs",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}, {"id": "l2"}]}},
        "layers": [{"id": "c", "verdict": "level", "scale": "lv"}],
        "tree": [{"id": name, "en": name, "levels": LEVELS} for name in CRITERIA],
        "outcomes": [{"id": "o", "cases": [{"id": "good", "if": condition}], "otherwise": {"id": "poor"}}],
    }
    return kd.assess(kd.load(framework), {"findings": findings}, on="2026-09-30")


@st.composite
def costs(draw):
    """Costs of some criteria, levels and requirements, some of which cannot be acted on."""
    found = {name: draw(PRICES) for name in CRITERIA if draw(st.booleans())}
    levels = [f"{name}/{level}" for name in CRITERIA for level in LEVELS]
    found |= {name: draw(st.sampled_from([2, 7])) for name in draw(st.sets(st.sampled_from(levels), max_size=3))}
    dear = st.sampled_from([1, 4, {"actionable": False}])
    return found | {name: draw(dear) for name in draw(st.sets(st.sampled_from(REQUIREMENTS), max_size=3))}


def price(changed, given_costs):
    """What some requirements cost together; None where one of them cannot be acted on."""
    total, levels = 0, set()
    for requirement in changed:
        criterion, level, _ = requirement.split("/")
        key = next((k for k in (requirement, f"{criterion}/{level}", criterion) if k in given_costs), None)
        effort = {"cost_each": 1} if key is None else given_costs[key]
        effort = effort if isinstance(effort, dict) else {"cost": effort}
        if "actionable" in effort:
            return None
        total += effort.get("cost_each", 0)
        if key == requirement:
            total += effort["cost"]
        elif "cost" in effort:
            levels.add((key, level, effort["cost"]))
    return total + sum(cost for _, _, cost in levels)


class TestCosts:
    """5.3 ... `cost` on a change is the cost of that change; on a node, the price of each of its levels, paid once in a
    repair that makes any change in that level without a nearer cost; `cost_each` is paid for each requirement
    changed."""

    @given(
        st.fixed_dictionaries({name: st.sampled_from(["met", "unmet", "unknown"]) for name in REQUIREMENTS}),
        st.integers(1, 3),
        costs(),
    )
    @settings(max_examples=12)
    def test_all_minimal_repairs_at_their_costs(self, findings, needed, given_costs):
        result = school(findings, needed)
        open_ = [name for name, verdict in findings.items() if verdict != "met"]
        assume(len(open_) < 8)
        minimal = []
        for changed in (frozenset(c) for size in range(len(open_) + 1) for c in combinations(open_, size)):
            if not any(smaller <= changed for smaller in minimal):
                after = result.what_if(dict.fromkeys(changed, "met")).result
                if [label.id for label in after.outcomes[0].labels] == ["good"]:
                    minimal.append(changed)
        wanted = sorted(
            (price(one, given_costs), sorted(one)) for one in minimal if price(one, given_costs) is not None
        )
        repairs = result.repairs("good", costs=given_costs)
        assert sorted((repair.cost, sorted(c.id for c in repair.changes)) for repair in repairs) == wanted
        assert all(repair.cost == sum(c.cost for c in repair.changes) for repair in repairs)
        assert repairs.cost == (wanted[0][0] if wanted else None)
        assert repairs.count == sum(cost == repairs.cost for cost, _ in wanted)
