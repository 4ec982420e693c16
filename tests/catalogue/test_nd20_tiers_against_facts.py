"""The tiers of Decree 20/2014: a district needs 90% of its communes, a province every district."""

import pytest

import kiemdinh as kd

DISTRICT, PROVINCE = kd.load("vn.nd20-2014.huyen"), kd.load("vn.nd20-2014.tinh")
# Articles 6, 9 and 10: the node, the outcome of a commune, the step that is asked for and one below it.
SHARES = {
    "mam-non": ("mam-non", "dat", "chua-dat-mam-non"),
    "tieu-hoc-1": ("tieu-hoc", "muc-1", "chua-dat"),
    "tieu-hoc-2": ("tieu-hoc", "muc-2", "muc-1"),
}


def assess(framework, kind, of, steps):
    members = [f"M{n}" for n in range(len(steps))]
    results = [
        {"member": member, "outcome": of, "is": step, "on": "2024-01-15"}
        for member, step in zip(members, steps, strict=True)
    ]
    register = {kind: [{"id": member} for member in members]}
    return kd.assess(framework, {"complete": [kind], "register": register, "results": results}, on="2024-12-31")


@pytest.mark.parametrize("node", SHARES)
@pytest.mark.parametrize("many", [1, 9, 10, 11, 20, 21])
def test_a_district_needs_nine_communes_of_ten(node, many):
    outcome, reached, below = SHARES[node]
    for met in range(many + 1):
        result = assess(DISTRICT, "commune", f"vn.nd20-2014.xa/{outcome}", [reached] * met + [below] * (many - met))
        assert result.node(node).truth.name == ("MET" if 10 * met >= 9 * many else "UNMET"), met


@pytest.mark.parametrize("node", ["mam-non", "tieu-hoc-1"])
def test_a_province_needs_every_district(node):
    outcome, reached, below = SHARES[node]
    for met in range(4):
        result = assess(PROVINCE, "district", f"vn.nd20-2014.huyen/{outcome}", [reached] * met + [below] * (3 - met))
        assert result.node(node).truth.name == ("MET" if met == 3 else "UNMET"), met


def test_a_chain_of_three_tiers():
    """A district is judged by its communes, and a province by what was worked out for its districts."""
    good, poor = (
        assess(DISTRICT, "commune", "vn.nd20-2014.xa/mam-non", steps)
        for steps in (["dat"] * 9 + ["chua-dat-mam-non"], ["dat"] * 8 + ["chua-dat-mam-non"] * 2)
    )
    found = [next(one for one in result.outcomes if one.id == "mam-non").outcome.id for result in (good, poor)]
    assert found == ["dat", "chua-dat-mam-non"]
    province = assess(PROVINCE, "district", "vn.nd20-2014.huyen/mam-non", found)
    assert province.node("mam-non").truth.name == "UNMET"


def test_what_was_not_found_has_no_number():
    for framework, nodes in ((DISTRICT, {"tieu-hoc-3"}), (PROVINCE, {"tieu-hoc-2", "tieu-hoc-3"})):
        unknown = {info.id for info in framework.nodes.values() if info.node.wording == "unknown"}
        assert unknown == nodes
        assert {framework.nodes[node].citation.certainty for node in nodes} == {"unverified"}


def test_the_district_tier_ended_on_30_june_2025():
    for framework in (DISTRICT, PROVINCE):
        assert str(framework.definition.source.until) == "2025-07-01"  # the first day without districts
