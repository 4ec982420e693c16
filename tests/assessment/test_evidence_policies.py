"""Evidence policies on the framework, nodes and levels: which of them a finding or a claim is held to."""

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET

LADDER = {"not_reached": {"id": "none"}, "steps": [{"id": "one"}, {"id": "two"}]}
TEXT = {"en": "It is so"}


def framework(policy=None, first=None, part=None, *, evidence=None):
    """Two criteria judged by levels. *policy* is that of the framework, *first* of criterion 1, *part* of `1/two/a`."""
    requirement = {"id": "a", **TEXT} | ({"evidence_policy": part} if part else {})
    criterion = {"id": "1", "levels": {"one": [{"id": "a", **TEXT}], "two": [requirement]}}
    definition = {
        "kiemdinh": 1,
        "framework": "org.example.policies",
        "source": {"document": "By-law"},
        "subject": {"kind": "school"},
        "scales": {"ladder": LADDER},
        "layers": [{"id": "criterion", "verdict": "level", "scale": "ladder"}],
        "tree": [
            criterion | ({"evidence_policy": first} if first else {}),
            {"id": "2", "levels": {"one": [{"id": "a", **TEXT}], "two": [{"id": "a", **TEXT}]}},
        ],
        "outcomes": [
            {
                "id": "level",
                "ladder": "ladder",
                "needs": {
                    step: {"every": "criterion", "that": {"its": "level", "at_least": step}} for step in ("one", "two")
                },
            }
        ],
    }
    return kd.load(definition | ({"evidence": policy} if policy else {}))


ITEMS = {
    "PAGE": {"kind": "url", "issuer": "Office", "issued": "2026-01-01"},
    "PAPER": {"kind": "paper", "issuer": "school", "issued": "2020-01-01"},
    "UNDATED": {"kind": "url"},
    "PLAIN": {},
}


def assess(definition, findings, items=ITEMS, on="2027-06-30"):
    return kd.assess(definition, {"findings": findings, "evidence": items}, on=on)


def requirement(definition, by, at="1/two/a", **more):
    node = assess(definition, {at: {"is": "met", "by": by}}, **more).node(at)
    return node.truth, node.reasons


class TestNearest:
    """3.3 An evidence policy (kinds, issuer, count, greatest age, least time in place) may stand on the framework, a
    node or a level. The nearest wins key by key: that of the step, then of its node, then of the level and node above
    it, and so on, last that of the framework.
    """

    def test_a_url_is_required_when_met(self):
        definition = framework({"items": 1}, {"kinds": ["url"]})
        assert requirement(definition, ["PAGE"]) == (MET, ())
        assert requirement(definition, ["PAPER"]) == (UNKNOWN, ("unsupported",))
        assert requirement(definition, ["PAPER"], "2/two/a") == (MET, ())

    def test_that_it_is_not_met_needs_none(self):
        definition = framework({"items": 1}, {"kinds": ["url"]})
        assert assess(definition, {"1/two/a": "unmet"}).node("1/two/a").truth is UNMET

    def test_the_number_comes_from_above_where_only_the_kind_is_given(self):
        definition = framework({"items": 2}, {"kinds": ["url", "paper"]})
        assert requirement(definition, ["PAGE"])[1] == ("unsupported",)
        assert requirement(definition, ["PAGE", "PLAIN"])[1] == ("unsupported",)
        assert requirement(definition, ["PAGE", "PAPER"])[0] is MET

    def test_a_kind_by_itself_asks_for_one_item(self):
        definition = framework(None, None, {"kinds": ["url"]})
        assert requirement(definition, [])[1] == ("unsupported",)
        assert requirement(definition, [], "2/two/a")[0] is MET

    def test_a_node_can_ask_for_nothing(self):
        definition = framework({"items": 1, "kinds": ["url"]}, None, {"items": 0})
        assert requirement(definition, [])[0] is MET

    def test_a_node_can_take_any_kind(self):
        """3.3 ... A key can be lifted: then nothing further above asks for it."""
        lifting = framework({"kinds": ["url"], "no_older_than": "3 years"}, {"lifts": ["kinds", "no_older_than"]})
        assert requirement(lifting, ["PAPER"]) == (MET, ())
        assert requirement(lifting, ["PAPER"], at="2/two/a")[0] is UNKNOWN
        assert requirement(lifting, [])[0] is UNKNOWN

    def test_what_is_lifted_can_be_asked_for_again_below(self):
        again = framework({"kinds": ["url"], "items": 1}, {"lifts": ["kinds"]}, {"kinds": ["paper"]})
        assert requirement(again, ["PAPER"]) == (MET, ())
        assert requirement(again, ["PAGE"])[0] is UNKNOWN
        assert requirement(again, ["PLAIN"], at="1/one/a") == (MET, ())

    def test_nothing_lifted_asks_for_nothing(self):
        assert requirement(framework(None, {"lifts": ["kinds"]}), []) == (MET, ())

    def test_the_policy_of_a_level_stands_before_that_of_its_node(self):
        first = {"kinds": ["url"], "levels": {"two": {"kinds": ["paper"]}}}
        definition = framework(None, first)
        assert requirement(definition, ["PAPER"])[0] is MET
        assert requirement(definition, ["PAPER"], "1/one/a")[1] == ("unsupported",)

    def test_the_requirement_s_own_stands_before_that_of_its_level(self):
        definition = framework(None, {"levels": {"two": {"kinds": ["paper"]}}}, {"kinds": ["url"]})
        assert requirement(definition, ["PAGE"])[0] is MET

    def test_a_level_in_the_framework_s_policy_is_that_of_every_node(self):
        definition = framework({"levels": {"two": {"items": 2}}})
        assert requirement(definition, ["PAGE"])[1] == ("unsupported",)
        assert requirement(definition, [], "1/one/a")[0] is MET

    def test_a_node_stands_before_a_level_of_the_framework(self):
        definition = framework({"levels": {"two": {"items": 2}}}, {"items": 1})
        assert requirement(definition, ["PAGE"])[0] is MET

    def test_words_are_read_as_people_write_them(self):
        definition = framework({"issuers": [{"id": "office", "vi": "Sở GDĐT"}]})
        assert requirement(definition, ["PAGE"])[0] is MET
        items = {"PAGE": {"issuer": "sở GDĐT "}}
        assert requirement(definition, ["PAGE"], items=items)[0] is MET
        assert requirement(definition, ["PAPER"])[1] == ("unsupported",)


class TestSteps:
    """3.3 ... Each step of a claim is held to its own level's policy."""

    def test_a_claim_stands_as_far_as_its_evidence_goes(self):
        definition = framework({"items": 1, "levels": {"two": {"kinds": ["url"]}}})
        node = assess(definition, {"1": {"reaches": "two", "by": ["PAPER"]}}).node("1")
        assert (node.guaranteed.id, node.attainable.id) == ("one", "two")

    def test_with_the_right_kind_it_stands_whole(self):
        definition = framework({"items": 1, "levels": {"two": {"kinds": ["url"]}}})
        node = assess(definition, {"1": {"reaches": "two", "by": ["PAGE"]}}).node("1")
        assert node.guaranteed.id == "two"

    def test_without_an_index_it_is_taken_as_stated_and_marked(self):
        definition = framework({"levels": {"two": {"kinds": ["url"]}}})
        for claimed, codes in (("two", {"KD404"}), ("one", set())):
            result = kd.assess(definition, {"findings": {"1": {"reaches": claimed}}}, on="2027-06-30")
            assert result.node("1").guaranteed.id == claimed
            assert {warning.code for warning in result.warnings} & {"KD404"} == codes


class TestAge:
    """3.3 ... An item without a date satisfies no age. An item of another kind or issuer, or without a date where an
    age is asked for, supports nothing here; one that has become too old has expired.
    """

    def test_an_item_without_a_date_satisfies_no_age(self):
        for age in ("no_older_than", "in_place_for"):
            assert requirement(framework({age: "1 day"}), ["UNDATED"])[1] == ("unsupported",)

    @pytest.mark.parametrize(("day", "truth"), [("2027-01-01", MET), ("2027-01-02", UNKNOWN)])
    def test_the_last_day_of_its_age_counts(self, day, truth):
        definition = framework({"no_older_than": "1 year"})
        assert requirement(definition, ["PAGE"], on=day)[0] is truth

    def test_an_item_that_is_too_old_has_expired_and_is_warned_of_with_its_last_day(self):
        definition = framework({"no_older_than": "5 years"})
        result = assess(definition, {"1/two/a": {"is": "met", "by": ["PAPER"]}})
        assert result.node("1/two/a").reasons == ("expired",)
        (warning,) = [one for one in result.warnings if one.code == "KD405"]
        assert str(dict(warning.parameters)["until"]) == "2025-01-01"

    def test_a_time_in_place_at_one_node_is_over_on_its_day(self):
        definition = framework(None, None, {"in_place_for": "18 months"})
        assert requirement(definition, ["PAGE"], on="2027-06-30")[1] == ("not yet valid",)
        assert requirement(definition, ["PAGE"], on="2027-07-01")[0] is MET
        assert requirement(definition, [], "2/two/a")[0] is MET


class TestFaults:
    """A policy that cannot be meant is refused at its line."""

    @pytest.mark.parametrize(
        ("policy", "code"),
        [
            ({"levels": {"three": {"items": 1}}}, "KD205"),
            ({"no_older_than": "1 year", "in_place_for": "2 years"}, "KD105"),
            ({"kinds": []}, "KD110"),
            ({"kinds": ["url"], "lifts": ["kinds"]}, "KD105"),
            ({"lifts": []}, "KD110"),
            ({"code": "H.{serial}"}, "KD102"),
        ],
    )
    def test_it_is_an_error(self, policy, code):
        with pytest.raises(kd.InputError) as caught:
            framework(None, policy)
        assert [found.code for found in caught.value.diagnostics] == [code]
