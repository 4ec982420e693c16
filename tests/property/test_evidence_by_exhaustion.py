"""The evidence that carries a level alone, against leaving out each item in turn and assessing again."""

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd

CODES = "ABCD"
STEPS = ("l1", "l2")
NODES = ("c1", "c2")


def framework(items, need):
    levels = {step: [{"id": "a"}, {"id": "b"}] for step in STEPS}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.evidence",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "evidence": {"items": items},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": step} for step in STEPS]}},
            "layers": [{"id": "criterion", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": node, "levels": levels} for node in NODES],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": {step: need(step) for step in STEPS}}],
        }
    )


def every(step):
    return {"every": "criterion", "that": {"its": "level", "at_least": step}}


def some(step):
    return {"count": "criterion", "that": {"its": "level", "at_least": step}, "at_least": 1}


def no_more(step):
    """Under a negation the level hangs on something not being met."""
    if step == "l2":
        return every(step)
    return {"all": [some(step), {"count": "criterion", "that": {"its": "level", "at_least": "l2"}, "at_most": 1}]}


FRAMEWORKS = [framework(items, need) for items in (1, 2) for need in (every, some, no_more)]

records = st.fixed_dictionaries(
    {
        "by": st.lists(st.sampled_from(CODES), min_size=2, max_size=3),
        "on": st.sampled_from(["2026-01-05", "2026-02-05"]),
    }
)
# Most of it speaks for the level: there is nothing to lose where none is held.
verdicts = st.sampled_from([*["met"] * 12, "unmet", "unknown"])
claims = st.sampled_from([*["l2"] * 6, "l1", "l0", "unknown"])


def lists_of(words):
    one = st.tuples(words, records).map(lambda pair: {"is": pair[0], **pair[1]})
    return st.lists(one, min_size=1, max_size=2)


@st.composite
def dossiers(draw):
    found, external = {}, {}
    for node in NODES:
        if draw(st.integers(0, 3)):
            found[node] = draw(lists_of(claims))
        parts = [f"{node}/{step}/{part}" for step in STEPS for part in "ab"]
        for part in draw(st.sampled_from([[], [], parts, parts[:2], parts[1:3]])):
            found[part] = draw(lists_of(verdicts))
        if draw(st.integers(0, 5)) == 0:
            external[draw(st.sampled_from(parts))] = draw(verdicts)
    evidence = {code: {"title": code} for code in draw(st.sets(st.sampled_from(CODES), min_size=3))}
    return {"findings": found, "external": external, "evidence": evidence}


class TestEvidence:
    """5.6 ... an expiring item that carries several facts is one loss, shown as such."""

    @settings(max_examples=150)
    @given(st.sampled_from(FRAMEWORKS), dossiers())
    def test_is_what_the_level_is_lost_without(self, chosen, dossier):
        result = kd.assess(chosen, dossier, on="2026-09-30")
        margin = result.margin()
        if margin is None:
            return
        lost = set()
        for code in dossier["evidence"]:
            rest = {other: item for other, item in dossier["evidence"].items() if other != code}
            level = kd.assess(chosen, {**dossier, "evidence": rest}, on="2026-09-30").level
            if level is None or STEPS.index(level.id) < STEPS.index(result.level.id):
                lost.add(code)
        assert {loss.code for loss in margin.evidence} == lost
