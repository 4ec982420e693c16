"""Facts that wait for the same expired evidence are settled by one change, and say which item it is."""

import datetime as dt

import pytest

import kiemdinh as kd

GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
ON = "2027-06-30"
LAST_DAY = dt.date(2025, 6, 1)


def school(expired=("MC.1.1.01",), **changes):
    """Return a school at level 2 but for criteria whose evidence has expired."""
    index = {"MC.9.9.01": {"title": "Plan", "until": "2027-12-31"}}
    index |= {code: {"title": "Decision", "until": str(LAST_DAY)} for code in expired}
    findings = {criterion: {"is": "muc-2", "by": ["MC.9.9.01"]} for criterion in CRITERIA}
    findings |= {criterion: {"is": "muc-2", "by": codes} for criterion, codes in changes.items()}
    return kd.assess(GENERAL, {"evidence": index, "findings": findings}, on=ON)


class TestOneRenewal:
    """5.3 ... Facts that are unknown for no other reason than that the same items of evidence have expired are settled
    by one change, since renewing these settles all of them: where no cost reaches them it is paid once."""

    def test_one_expired_item_is_one_change(self):
        repairs = school(**{"1.3": ["MC.1.1.01"], "1.4": ["MC.1.1.01"]}).repairs("muc-2")
        (cheapest,) = repairs
        assert [change.id for change in cheapest.changes] == ["1.3/muc-1", "1.3/muc-2", "1.4/muc-1", "1.4/muc-2"]
        assert (repairs.cost, repairs.count, repairs.proved, cheapest.size) == (1, 1, True, 1)
        assert "At least 1 change" in repairs.to_text("en")

    def test_two_items_are_two_changes(self):
        changed = school(("MC.1.1.01", "MC.1.1.02"), **{"1.3": ["MC.1.1.01"], "1.4": ["MC.1.1.02"]})
        assert (changed.repairs("muc-2").cost, changed.repairs("muc-2").cheapest.size) == (2, 2)

    def test_items_that_are_needed_together_are_renewed_together(self):
        both = ["MC.1.1.01", "MC.1.1.02"]
        repairs = school(tuple(both), **{"1.3": both, "1.4": list(reversed(both))}).repairs("muc-2")
        assert repairs.cost == 1
        assert {change.renewal for change in repairs.cheapest.changes} == {("MC.1.1.01", "MC.1.1.02")}

    def test_a_cost_of_its_own_is_paid_for_each(self):
        changed = school(**{"1.3": ["MC.1.1.01"], "1.4": ["MC.1.1.01"]})
        assert changed.repairs("muc-2", costs={"1.3": 2, "1.4": 3}).cost > 1

    def test_what_is_unknown_for_another_reason_is_a_change_of_its_own(self):
        repairs = school(**{"1.3": ["MC.1.1.01"], "1.4": []}).repairs("muc-2")
        assert (repairs.cost, repairs.cheapest.size) == (3, 3)


class TestTheItemIsNamed:
    """3.3 ... If not, the fact is unknown with the reason *unsupported* (or *expired*, *not yet valid*): never silently
    unmet, never silently met."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_everywhere_with_its_last_day(self, lang):
        result = school(**{"1.3": ["MC.1.1.01"]})
        day = {"vi": "01/06/2025", "en": "2025-06-01"}[lang]
        pages = [result.to_text(lang), result.to_markdown(lang), *(one.to_text(lang) for one in explanations(result))]
        for page in pages:
            flat = " ".join(page.split())
            assert "MC.1.1.01" in flat
            assert day in flat

    def test_in_the_data(self):
        result = school(**{"1.3": ["MC.1.1.01"]})
        todo = next(todo for todo in result.target.settle if todo.node == "1.3")
        change = result.repairs("muc-2").cheapest.changes[0]
        for items in (todo.evidence, change.evidence, result.node("1.3").evidence):
            assert [(item.code, item.state, item.until, item.title) for item in items] == [
                ("MC.1.1.01", "expired", LAST_DAY, "Decision")
            ]
        assert change.reason_codes == ("expired",)

    def test_a_code_that_is_not_in_the_index_is_called_so(self):
        text = " ".join(school(**{"1.3": ["MC.7.7.07"]}).to_text("en").split())
        assert "no evidence (MC.7.7.07 is not in the index)" in text

    def test_what_has_expired_is_not_called_valid(self):
        text = " ".join(school(**{"1.3": ["MC.1.1.01"]}).to_text("en").split())
        assert "valid through 2025-06-01" not in text
        assert "expired, last day 2025-06-01" in text


def explanations(result):
    return (result.explain("muc-2"), result.repairs("muc-2"))
