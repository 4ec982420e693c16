"""Repairs of decision lists, whose labels have no order."""

import pytest
from schools import ids, published, ways

import kiemdinh as kd
from kiemdinh.rules import Bound


def programme(**changed):
    framework = published("tt04-2025")
    criteria = [n for n, info in framework.nodes.items() if info.layer and info.layer.id == "criterion"]
    found = dict.fromkeys(criteria, "met") | {k.replace("_", "."): v for k, v in changed.items()}
    return kd.assess(framework, {"findings": found}, on="2026-01-01")


def visited(**found):
    severities = dict.fromkeys("1234", "none") | {k.removeprefix("c"): v for k, v in found.items()}
    inputs = {"visit": "general", "in_last_sc": dict.fromkeys("1234", "false")}
    return kd.assess(published("abet"), {"findings": severities, "inputs": inputs}, on="2024-06-30")


class TestDecisionLists:
    """2.5 A **decision list** yields a label without a total order (first matching case; exactly one `otherwise`)."""

    @pytest.mark.parametrize("ask", ["repairs", "explain"])
    def test_a_target_is_required(self, ask):
        with pytest.raises(kd.InputError) as caught:
            getattr(programme(**{"1_3": "unmet"}), ask)()
        (found,) = caught.value.diagnostics
        assert found.code == "KD331"
        assert all(label in found.expected for label in ("dat", "dat-co-dieu-kien", "khong-dat"))

    def test_no_such_label(self):
        with pytest.raises(kd.InputError) as caught:
            programme().repairs("dat-co-dieu-kiem")
        assert "dat-co-dieu-kien" in caught.value.diagnostics[0].hint

    def test_repairs_per_label(self):
        """1.3 is conditional and breaks standard 1 alone; three others break standard 2."""
        result = programme(**{"1_3": "unmet", "2_1": "unmet", "2_3": "unmet", "2_5": "unmet"})
        assert result.level.id == "dat-co-dieu-kien"
        accredited = result.repairs("dat")
        assert (accredited.cost, accredited.count) == (2, 3)
        assert ways(accredited) == [{"1.3", "2.1"}, {"1.3", "2.3"}, {"1.3", "2.5"}]
        assert result.repairs("dat-co-dieu-kien").cost == 0
        assert result.repairs("khong-dat").cost == 1

    def test_a_label_between_two_others_has_repairs_that_end(self):
        """Three standards are not met; any of seven criteria brings it back to two, and nothing else is minimal."""
        broken = {"1_3": "unmet", "2_1": "unmet", "2_3": "unmet", "2_5": "unmet", "3_3": "unmet", "3_4": "unmet"}
        result = programme(**broken, **{"3_1": "unmet"})
        assert result.level.id == "khong-dat"
        repairs = result.repairs("dat-co-dieu-kien")
        assert [r.cost for r in repairs] == [1] * 7
        assert set.union(*ways(repairs)) == {"1.3", "2.1", "2.3", "2.5", "3.1", "3.3", "3.4"}
        assert set(result.explain("dat-co-dieu-kien").classes.relevant) == set.union(*ways(repairs))

    def test_each_label_of_a_visit(self):
        result = visited(c2="deficiency", c3="weakness")
        assert result.level.id == "sc"
        assert [ids(result.repairs(label).cheapest) for label in ("ngr", "ir", "na")] == [
            {"2", "3"},
            {"2"},
            {"input:in_last_sc@2"},
        ]
        (change,) = result.repairs("ir").cheapest.changes
        assert (change.id, change.node, change.to) == ("2", "2", Bound(2, "down"))

    def test_context_is_never_touched(self):
        """5.3 ... It never touches context: a general visit does not become an interim one."""
        repairs = visited(c2="weakness").repairs("ve")
        assert (repairs.cost, list(repairs)) == (None, [])
