"""The bundled extract of Decree 20/2014 on universal education says what the facts say of a commune."""

import pytest

import kiemdinh as kd

FRAMEWORK = kd.load("vn.nd20-2014.xa")
# What pages that quote Articles 6, 9 and 10 say: the least percentage, and that of an extremely difficult commune.
FACTS = {
    ("mam-non/den-lop", "age5_attending"): (95, 90),
    ("mam-non/hoan-thanh", "age5_completed"): (85, 80),
    ("tieu-hoc-1/vao-lop-1", "age6_in_grade1"): (90, 90),
    ("tieu-hoc-1/hoan-thanh", "age14_completed"): (80, 70),
    ("tieu-hoc-2/vao-lop-1", "age6_in_grade1"): (95, 95),
    ("tieu-hoc-2/hoan-thanh", "age11_completed"): (80, 70),
}


@pytest.mark.parametrize(("node", "rate"), FACTS)
def test_each_rate_is_the_least_that_is_enough(node, rate):
    for area, least in zip(("other", "extremely-difficult"), FACTS[node, rate], strict=True):
        for value, truth in ((f"{least}%", "MET"), (f"{least}.01%", "MET"), (f"{least - 1}.99%", "UNMET")):
            result = kd.assess(FRAMEWORK, {"inputs": {"area": area, rate: value}}, on="2024-06-30")
            assert result.node(node).truth.name == truth
    assert FRAMEWORK.nodes[node].citation.certainty == "single_source"


def test_the_other_children_attend_and_level_3_was_not_found():
    requirements = {info.id for info in FRAMEWORK.nodes.values() if info.is_requirement}
    assert requirements - {node for node, _ in FACTS} == {"tieu-hoc-2/dang-hoc", "tieu-hoc-3"}
    level_3 = FRAMEWORK.nodes["tieu-hoc-3"]
    assert (level_3.node.wording, level_3.citation.certainty) == ("unknown", "unverified")


def test_it_is_chosen_by_its_name_alone():
    assert FRAMEWORK.id not in {edition.id for edition in kd.in_force(on="2024-06-30")}
