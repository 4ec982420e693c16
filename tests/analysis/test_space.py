"""The space of the free facts and values of a framework."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kiemdinh.analysis.space import build_space
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.rules import MET
from kiemdinh.standards.catalogue import load

EXAMPLES = Path(__file__).parents[2] / "examples"
DOSSIERS = sorted(EXAMPLES.glob("*/dossier.yaml"))
DAY = dt.date(2026, 9, 30)


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda p: p.parent.name)
def test_every_example_lies_in_the_space(path: Path) -> None:
    opened = open_dossier(path)
    ref = str(opened.framework_ref)
    framework = load(ref if ref.startswith("vn.") else path.parent / ref, on=opened.date)
    dossier = read_dossier(opened, framework)
    on = dossier.date or DAY
    facts = resolve_school(framework, dossier, Dates(on, on, on))
    space = build_space(framework, facts.rules, on)
    for part in (facts.as_one, *facts.stages.values()):
        for name, interval in space.values.items():
            found = part.value(name)
            assert interval.hull(found) == interval
            assert not found.known or name not in space.choices or found.low in space.choices[name]
        for earlier, later in ((c[i], c[i + 1]) for c in space.chains for i in range(len(c) - 1)):
            assert part.truth(later) is not MET or part.truth(earlier) is MET
        assert all(sum(part.truth(n) is MET for n in group) <= 1 for group in space.exclusive)


def test_holding_more_is_holding_less() -> None:
    """2.7: who holds a grade holds those below it, and who has held one for a time has for any shorter time."""
    definition = load("vn.tt57-2026.pho-thong")
    rules = definition.rules(("stage",), DAY)
    award = next(a for a in definition.awards if getattr(a, "ladder", None))
    low, *_, high = [s.id for s in definition.definition.scales[award.ladder].steps]  # type: ignore[union-attr]
    names = (f"held:{award.id}/{low}", f"held:{award.id}/{high} for 2 years", f"never:{award.id}")
    more = replace(rules, facts={**rules.facts, "outcome:x": frozenset(names)})
    space = build_space(definition, more, DAY)
    assert names[:2] in space.chains
    assert names[1::-1] not in space.chains
    assert {(names[0], names[2]), (names[1], names[2])} <= set(space.exclusive)


def test_an_award_of_another_framework_chains_for_each_member_alone() -> None:
    """6.5: what one member holds says nothing of another, and a grade of an award elsewhere holds those below it."""
    framework = load("vn.ntm-2021.huyen")
    rules = framework.rules(("stage",), DAY)
    award = "vn.tt18-2018:chuan-quoc-gia"
    low, high, other = f"{award}/muc-do-1@school/A", f"{award}/muc-do-2@school/A", f"{award}/muc-do-2@school/B"
    names = (*(f"held:{each}" for each in (low, high, other)), f"never:{award}@school/A")
    space = build_space(framework, replace(rules, facts={**rules.facts, "outcome:x": frozenset(names)}), DAY)
    assert (names[0], names[1]) in space.chains
    assert not any(names[2] in pair for pair in (*space.chains, *space.exclusive))
    assert {(names[0], names[3]), (names[1], names[3])} <= set(space.exclusive)
