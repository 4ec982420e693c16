"""Drawn evidence policies against their plainest reading: from the top down, what is nearer replaces what is above."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNKNOWN

DAY = dt.date(2027, 6, 30)
STEPS = ("one", "two")
TERMS = st.fixed_dictionaries(
    {},
    optional={
        "items": st.integers(0, 2),
        "kinds": st.sampled_from([["url"], ["url", "paper"]]),
        "issuers": st.just(["office"]),
        "no_older_than": st.sampled_from(["1 year", "10 years"]),
        "in_place_for": st.sampled_from(["1 day", "6 months"]),
    },
) | st.builds(
    lambda keys: {"lifts": keys}, st.lists(st.sampled_from(["kinds", "issuers", "no_older_than"]), min_size=1)
)
LEVELS = st.dictionaries(st.sampled_from(STEPS), TERMS)
POLICIES = st.builds(lambda terms, levels: {**terms, "levels": levels}, TERMS, LEVELS)
DATES = st.sampled_from([None, "2010-01-01", "2026-06-29", "2026-06-30", "2027-06-29", "2027-06-30", "2027-07-01"])
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["url", "paper", "other"]),
        "issuer": st.sampled_from(["office", "school"]),
        "issued": DATES.filter(bool),
        "until": st.sampled_from(["2027-06-29", "2027-06-30"]),
    },
).filter(lambda item: item.get("issued", "") <= item.get("until", "9"))


def definition(policy, own):
    texts = {step: [{"id": "a", "en": "It is so"}] for step in STEPS}
    return {
        "kiemdinh": 1,
        "framework": "org.example.drawn-policies",
        "source": {"document": "By-law"},
        "subject": {"kind": "school"},
        "evidence": policy,
        "scales": {"ladder": {"not_reached": {"id": "none"}, "steps": [{"id": step} for step in STEPS]}},
        "layers": [{"id": "criterion", "verdict": "level", "scale": "ladder"}],
        "tree": [{"id": "1", "levels": texts, "evidence_policy": own}, {"id": "2", "levels": texts}],
        "outcomes": [
            {
                "id": "level",
                "ladder": "ladder",
                "needs": {step: {"every": "criterion", "that": {"its": "level", "at_least": step}} for step in STEPS},
            }
        ],
    }


def terms_of(policies, step):
    """The terms at a step: of each policy from the top down its own, then those of the step."""
    terms = {}
    for policy in policies:
        for stated in (policy, policy["levels"].get(step, {})):
            terms |= {key: value for key, value in stated.items() if key not in ("levels", "lifts")}
            needed = terms.get("items", int(bool(terms)))
            terms = {key: value for key, value in terms.items() if key not in stated.get("lifts", ())}
            terms |= {"items": needed} if needed else {}
    return terms


def counts(item, terms):
    issued = dt.date.fromisoformat(item["issued"]) if "issued" in item else None
    if (issued and issued > DAY) or item.get("until", "9") < DAY.isoformat():
        return False
    if item.get("kind") not in terms.get("kinds", [item.get("kind")]):
        return False
    if item.get("issuer") not in terms.get("issuers", [item.get("issuer")]):
        return False
    if issued is None:
        return not {"no_older_than", "in_place_for"} & terms.keys()
    age, wait = (Duration.read(terms[key]) if key in terms else None for key in ("no_older_than", "in_place_for"))
    return (age is None or add_duration(issued, age) >= DAY) and (wait is None or add_duration(issued, wait) <= DAY)


class TestSteps:
    """3.3 ... The nearest wins key by key: that of the step, then of its node, then of the level and node above it, and
    so on, last that of the framework. Each step of a claim is held to its own level's policy. An item without a date
    satisfies no age.
    """

    @settings(max_examples=200, deadline=None)
    @given(POLICIES, POLICIES, st.lists(ITEMS, max_size=3), st.sampled_from(["1", "2"]), st.booleans())
    def test_each_step_of_a_claim_and_each_finding_is_held_to_its_own(self, policy, own, items, node, as_claim):
        framework = kd.load(definition(policy, own))
        index = {f"E{i}": item for i, item in enumerate(items)}
        cited = list(index)
        claim = {node: {"reaches": "two", "by": cited}}
        findings = {f"{node}/{step}/a": {"is": "met", "by": cited} for step in STEPS}
        result = kd.assess(framework, {"findings": claim if as_claim else findings, "evidence": index}, on=DAY)
        carried = []
        for step in STEPS:
            terms = terms_of((policy, own) if node == "1" else (policy,), step)
            enough = sum(counts(item, terms) for item in items) >= terms.get("items", int(bool(terms)))
            carried.append(enough)
            if not as_claim:
                assert result.node(f"{node}/{step}/a").truth is (MET if enough else UNKNOWN)
        reached = result.node(node).guaranteed
        assert (reached and reached.id) == ("two" if all(carried) else "one" if carried[0] else None)
