"""Worlds recorded as dossiers and resolved again."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.analysis.inline import inline_all
from kiemdinh.analysis.part_bounds import PartBounds
from kiemdinh.analysis.space import build_space
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Side
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.evidence.writing import dossier_from_facts
from kiemdinh.rules import MET, UNMET, All, Assignment, Interval, Truth, evaluate, facts_of, values_of
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.loading import Framework

DATA = Path(__file__).parents[1] / "data" / "definitions"
BUNDLED = ("vn.tt18-2018", "vn.tt57-2026.gdtx", "vn.tt57-2026.mam-non", "vn.tt57-2026.pho-thong")
WRITTEN = tuple(sorted(p for p in DATA.glob("*.yaml") if not p.name.startswith("refused")))
DAY = dt.date(2026, 9, 30)


def stages_of(framework: Framework) -> tuple[str, ...]:
    return tuple(stage.id for stage in framework.definition.subject.stages[:1]) or ("stage",)


def resolved(framework: Framework, world: Assignment, side: Side = "external", on: dt.date = DAY) -> SchoolFacts:
    made = dossier_from_facts(framework, world, on=on, stages=stages_of(framework), side=side)
    return resolve_school(framework, read_dossier(made, framework), Dates(on, on, on))


def random_world(framework: Framework, dice: random.Random) -> Assignment:
    rules = framework.rules(stages_of(framework), DAY)
    whole = inline_all(rules)
    space = build_space(framework, rules, DAY)
    truths = {n: dice.choice((MET, UNMET)) for n in sorted(frozenset().union(*map(facts_of, whole.values())))}
    values: dict[str, Interval] = {}
    for name in sorted(frozenset().union(*map(values_of, whole.values()))):
        if name.startswith("clock:"):
            continue
        ends = space.values[name]
        low = int(ends.low or 0)
        found = dice.choice(space.choices.get(name) or range(low, int(ends.high if ends.high is not None else low + 9)))
        values[name] = Interval.point(found + (1 if name.startswith("per:") else 0))
    world = Assignment(truths, values)
    # A part is at most its whole.
    fitted = next(PartBounds(framework.definition, values_of(All(tuple(whole.values())))).fit_worlds(world, space))
    return Assignment(truths, {name: fitted.values[name] for name in values})


@pytest.mark.parametrize("which", [*BUNDLED, *WRITTEN], ids=str)
@pytest.mark.parametrize("side", ["external", "self"])
def test_what_is_recorded_is_what_resolution_finds(which: str | Path, side: Side) -> None:
    framework = load(which)
    for seed in range(3):
        world = random_world(framework, random.Random(seed))  # noqa: S311 - worlds to try, no secrets
        facts = resolved(framework, world, side)
        silent = {
            n.removeprefix("applies:") for n, t in world.truths.items() if n.startswith("applies:") and t is UNMET
        }
        truths = {n: t for n, t in world.truths.items() if n not in silent}
        assert {n: facts.truth(n) for n in truths} == truths
        assert {n: facts.value(n) for n in world.values} == dict(world.values)
        clocks = {n: facts.value(n) for n in build_space(framework, facts.rules, DAY).values if n.startswith("clock:")}
        told = Assignment(world.truths, {**world.values, **clocks})
        for name, condition in inline_all(facts.rules).items():
            if name.startswith(("outcome:", "label:", "award:")):
                assert facts.truth(name) is evaluate(condition, told), name


class TestValues:
    def test_a_value_within_an_interval_lies_in_it(self) -> None:
        framework = load(DATA / "aun-qa.yaml")
        name = next(iter(v for vs in framework.rules(stages_of(framework), DAY).values.values() for v in vs))
        found = resolved(framework, Assignment({}, {name: Interval(3, 5)})).value(name)
        assert found.known
        assert found.low in (3, 4, 5)

    def test_a_value_outside_its_scale_is_refused(self) -> None:
        framework = load(DATA / "aun-qa.yaml")
        name = next(iter(v for vs in framework.rules(stages_of(framework), DAY).values.values() for v in vs))
        with pytest.raises(ValueError, match="no value of"):
            dossier_from_facts(
                framework, Assignment({}, {name: Interval(99, 100)}), on=DAY, stages=stages_of(framework)
            )


class TestHeld:
    """2.7: what is held, revoked and never given."""

    WORLDS = (
        {"held:{a}/{low}": MET, "held:{a}/{high}": UNMET, "revoked:{a}": UNMET},
        {"held:{a}/{high}": MET, "held:{a}/{high} for 2 years": UNMET, "held:{a}/{low} for 2 years": MET},
        {"held:{a}/{low}": UNMET, "revoked:{a}": MET},
        {"held:{a}/{low}": UNMET, "revoked:{a}": UNMET, "never:{a}": UNMET},
        {"held:{a}/{low}": UNMET, "revoked:{a}": UNMET, "never:{a}": MET},
    )

    @pytest.mark.parametrize("which", WORLDS, ids=range(5))
    def test_records_say_what_the_world_says(self, which: dict[str, Truth]) -> None:
        framework = load("vn.tt57-2026.pho-thong")
        award = next(a for a in framework.awards if getattr(a, "ladder", None))
        low, *_, high = [s.id for s in framework.definition.scales[award.ladder].steps]  # type: ignore[union-attr]
        truths = {name.format(a=award.id, low=low, high=high): truth for name, truth in which.items()}
        facts = resolved(framework, Assignment(truths, {}))
        assert {n: facts.truth(n) for n in truths} == truths


def test_a_recorded_world_can_be_assessed() -> None:
    framework = load("vn.tt57-2026.mam-non")
    world = random_world(framework, random.Random(1))  # noqa: S311 - worlds to try, no secrets
    made = dossier_from_facts(framework, world, on=DAY, stages=None, rest={"notes": "a witness"})
    assert not read_dossier(made, framework).warnings
    assert "2026-09-30" in repr(kd.assess(framework, made))


def test_a_fact_without_a_place_is_named() -> None:
    with pytest.raises(ValueError, match="no-such-node"):
        dossier_from_facts(load(DATA / "leed.yaml"), Assignment({"no-such-node": MET}, {}), on=DAY, stages=None)
