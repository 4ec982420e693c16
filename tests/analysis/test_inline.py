"""Conditions of a framework over free facts alone."""

from __future__ import annotations

import datetime as dt

from kiemdinh.analysis.inline import inline, inline_all
from kiemdinh.rules import All, Fact, facts_of
from kiemdinh.standards.catalogue import load

DAY = dt.date(2026, 9, 30)


def test_only_free_facts_remain() -> None:
    rules = load("vn.tt57-2026.pho-thong").rules(("stage",), DAY)
    left = frozenset().union(*map(facts_of, inline_all(rules).values()))
    assert {n for n in left if not n.startswith("applies:")}.isdisjoint(rules.definitions)
    assert not any(n.startswith(("external:", "self:")) for n in left)


def test_sides_are_read_as_one() -> None:
    condition = All((Fact("external:a"), Fact("self:b")))
    assert facts_of(inline(condition, {})) == {"a", "b"}
    assert facts_of(inline(condition, {"a": Fact("c")})) == {"b", "c"}
