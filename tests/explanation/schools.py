"""Small frameworks, and schools of bundled and published ones, that the tests of explanations share."""

from functools import cache
from pathlib import Path

import kiemdinh as kd

DEFINITIONS = Path(__file__).parents[1] / "data" / "definitions"
ANNEXES = ("vn.tt57-2026.mam-non", "vn.tt57-2026.pho-thong", "vn.tt57-2026.gdtx")
SCHOOL = "vn.tt57-2026.pho-thong"
MANDATORY = ("1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2")
OTHERS = ("1.1", "1.2", "2.3", "3.3", "3.4", "3.5", "4.3")
ALL = (*MANDATORY, *OTHERS)
A, B, C = "1.1", "3.3", "4.3"


@cache
def bundled(name):
    return next(b for b in kd.catalogue() if b.id == name).load()


@cache
def published(name):
    return kd.load(DEFINITIONS / f"{name}.yaml")


def school(found, framework=SCHOOL, **more):
    return kd.assess(bundled(framework), {"findings": found, **more}, on="2027-06-30")


def at_level_2(**changed):
    return dict.fromkeys(ALL, "muc-2") | {key.replace("_", "."): value for key, value in changed.items()}


def gap(framework=SCHOOL):
    """The school of the acceptance case: A and B at level 1, C at none, all else at level 2."""
    return school(at_level_2() | {A: "muc-1", B: "muc-1", C: "khong-dat"}, framework)


def ids(repair):
    return {change.id for change in repair.changes}


def ways(repairs):
    return [ids(repair) for repair in repairs]


def small(needs, **more):
    """A framework of three criteria with one requirement at each of two levels."""
    levels = {"l1": [{"id": "a", "en": "x"}], "l2": [{"id": "a", "en": "x"}]}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.small",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}, {"id": "l2"}]}},
            "layers": [{"id": "criterion", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": name, "en": name, "levels": levels} for name in ("c1", "c2", "c3")],
            "outcomes": [{"id": "level", "ladder": "lv", "needs": needs}],
            **more,
        }
    )


def its(step):
    return {"its": "level", "at_least": step}


EVERY = {step: {"every": "criterion", "that": its(step)} for step in ("l1", "l2")}
ANY_TWO = {"l1": {"count": "criterion", "that": its("l1"), "at_least": 2}, "l2": EVERY["l2"]}
"""Level 1 needs any two of the three criteria, level 2 all of them."""


def assessed(framework, **dossier):
    return kd.assess(framework, dossier, on="2026-09-30")


FIGURE = {"figure": {"type": "number", "unit": "u", "range": {"from": 0, "to": 9}}}


def building(energy, water, gate="met"):
    """A building of LEED with the points of two credits, and one prerequisite met or not."""
    found = {"EAp1": "met", "EAp2": "met", "WEp1": gate, "EAc1": energy, "WEc1": water}
    return kd.assess(published("leed"), {"findings": found}, on="2024-06-30")


def summed(verdict, need, *, of=None, scale=None, found):
    """A school under a ladder of one step, which needs a sum or mean of the points or ratings *found*."""
    definition = {
        "kiemdinh": 1,
        "framework": "test.summed",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}]}, **({"r": scale} if scale else {})},
        "layers": [{"id": "c", "verdict": verdict, **({"scale": "r"} if scale else {})}],
        "tree": [{"id": name, **({"points": of} if of else {})} for name in found],
        "outcomes": [{"id": "o", "ladder": "lv", "needs": {"l1": need}}],
    }
    return kd.assess(kd.load(definition), {"findings": found}, on="2026-09-30")
