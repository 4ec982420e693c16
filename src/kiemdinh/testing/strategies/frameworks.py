"""Drawn definitions: small, over the whole language, and loaded as frameworks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.standards.catalogue import load
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies.setting import written_texts

__all__ = ["frameworks"]

# One input of every type that a rule can read, one requirement of every form of rule, one set of every kind of choice.
_INPUTS: Final[Mapping[str, Any]] = {
    "has_kitchen": {"type": "yes_no", "en": "There is a kitchen"},
    "area": {"type": "choice", "choices": ["easy", "hard"], "en": "Area"},
    "books": {"type": "number", "unit": "count", "range": {"from": 0, "to": 20}, "en": "Books"},
    "pupils": {"type": "number", "unit": "person", "range": {"from": 0, "to": 20}, "en": "Pupils"},
    "loans": {"type": "number", "unit": "count", "range": {"from": 0, "to": 20}, "each": "year", "en": "Loans"},
    "on_time": {"type": "number", "unit": "percent", "range": {"from": 0, "to": 100}, "en": "On time"},
}
_TABLE: Final = {"by": "area", "values": {"easy": 8}, "otherwise": 4}
_STEPS: Final = {"by": "pupils", "steps": [{"up_to": 5, "then": 2}, {"then": 10}]}
_TERMS: Final[st.SearchStrategy[dict[str, Any]]] = st.fixed_dictionaries(
    {},
    optional={
        "items": st.integers(0, 2),
        "kinds": st.sampled_from((["url"], ["url", "paper"])),
        "issuers": st.just(["office"]),
        "no_older_than": st.sampled_from(("1 year", "10 years")),
        "in_place_for": st.sampled_from(("1 day", "6 months")),
    },
) | st.sampled_from(({"lifts": ["kinds"]}, {"lifts": ["no_older_than", "issuers"], "items": 1}))
"""The terms of one evidence policy."""
_POLICIES: Final[st.SearchStrategy[dict[str, Any]]] = st.just(dict[str, Any]()) | _TERMS
"""Half of all places have no policy of their own."""
_REQUIREMENTS: Final[Sequence[Mapping[str, Any]]] = (
    {},
    {"met_if": {"value": "books", "at_least": 5}},
    {"may_not_apply": True},
    {"wording": "unknown"},
    {"when": {"value": "has_kitchen", "is": True}},
    {"met_if": {"value": "on_time", "above": "60%"}},
    {"met_if": {"value": "books", "at_least": _TABLE}},
    {"met_if": {"value": "books", "at_least": _STEPS}},
    {"met_if": {"value": "books", "per": "pupils", "at_least": 2}},
    {"met_if": {"every": "two_years", "that": {"value": "loans", "at_least": 3}}},
    {"met_if": {"value": "on_time", "at_least": "2/3"}},
    {"met_if": {"value": "books", "per": "pupils", "at_least": "1/3"}},
    {"met_if": {"value": "books", "at_least": {"value": "books_asked"}}},
)
_SETS: Final = {
    # Of all criteria none may have text at the lowest steps: then nothing is left to count (2.3).
    "criteria": {"among": "criterion", "if_empty": "unmet"},
    "core": {"among": "criterion", "tagged": "core", "if_empty": "met"},
    "others": {"among": "criterion", "untagged": "core", "if_empty": "met"},
    "both": {"among": "criterion", "tagged": ["core", "urgent"], "if_empty": "met"},
    "neither": {"among": "criterion", "untagged": ["core", "urgent"], "if_empty": "met"},
    "two_years": {"among": "year", "last": 2},
    "scored": {"among": "criterion", "if_empty": 0},
}
_VERDICTS: Final = ("level", "met", "points", "rating")
"""How criteria are judged, all of one framework alike."""


def frameworks(
    *,
    min_criteria: int = 1,
    max_criteria: int = 4,
    min_levels: int = 1,
    max_levels: int = 3,
    staged: bool | None = None,
    evidence: int | None = None,
    awards: bool | None = None,
) -> st.SearchStrategy[Framework]:
    """Loaded frameworks: criteria judged by level, verdict, points or rating, with rules of every kind over them.

    Parameters
    ----------
    min_criteria, max_criteria
        How many criteria there are.
    min_levels, max_levels
        How many steps the ladder has.
    staged
        Whether each stage is assessed on its own; None draws it. Labels and stages exclude each other.
    evidence
        How many items a self-assessed *met* rests on; None draws from none to two.
    awards
        Whether there is an award on the outcome; None draws it.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        Sizes that leave nothing to draw.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(frameworks(max_criteria=1, max_levels=1), lambda framework: True).main_ladder.id
    'level'
    """
    if not 1 <= min_criteria <= max_criteria or not 1 <= min_levels <= max_levels:
        message = "a framework has a criterion and a level at least, and no more at least than at most"
        raise InvalidArgument(message)
    criteria, levels = st.integers(min_criteria, max_criteria), st.integers(min_levels, max_levels)
    return _loaded_frameworks(criteria, levels, staged=staged, evidence=evidence, awards=awards)


@st.composite
def _loaded_frameworks(
    draw: st.DrawFn,
    criteria: st.SearchStrategy[int],
    levels: st.SearchStrategy[int],
    *,
    staged: bool | None,
    evidence: int | None,
    awards: bool | None,
) -> Framework:
    verdict = draw(st.sampled_from(_VERDICTS))
    steps = [f"l{i + 1}" for i in range(draw(levels))]
    size = draw(criteria)
    by_stage = draw(st.booleans()) if staged is None else staged
    tree = [_draw_criterion(draw, f"c{i + 1}", verdict, steps) for i in range(size)]
    data = _make_definition(verdict, steps, tree, by_stage=by_stage)
    data["outcomes"] = [_draw_ladder(draw, verdict, steps, size)]
    # A decision list cannot be joined over stages: labels have no lowest (2.6).
    if not by_stage and draw(st.booleans()):
        cases = [{"id": "good", "en": "Good", "if": {"outcome": "level", "at_least": steps[-1]}}]
        data["outcomes"].append({"id": "label", "cases": cases, "otherwise": {"id": "poor", "en": "Poor"}})
    items = draw(st.sampled_from((None, 1, 2))) if evidence is None else evidence
    if items is not None:
        data["evidence"] = {"items": items}
    if evidence is None:
        _draw_policies(draw, data, steps if verdict == "level" else ())
    if draw(st.booleans()) if awards is None else awards:
        needs = {"outcome": "level", "at_least": steps[0]}
        data["awards"] = [{"id": "badge", "en": "Badge", "needs": needs, "valid": "3 years"}]
    return load(data)


def _draw_policies(draw: st.DrawFn, data: dict[str, Any], steps: Sequence[str]) -> None:
    """Give some criteria, requirements and levels of a definition an evidence policy of their own."""
    for node in data["tree"]:
        below = (*node.get("parts", ()), *(part for parts in node.get("levels", {}).values() for part in parts))
        for one in (node, *below):
            policy = draw(_POLICIES)
            if one is node and steps and draw(st.booleans()):
                policy = {**policy, "levels": {draw(st.sampled_from(steps)): draw(_TERMS)}}
            if policy:
                one["evidence_policy"] = policy


def _make_definition(verdict: str, steps: Sequence[str], tree: list[Any], *, by_stage: bool) -> dict[str, Any]:
    """Return a definition without outcomes, whose criteria are judged by *verdict*."""
    layer: dict[str, Any] = {"id": "criterion", "en": "Criterion", "verdict": verdict}
    layer |= {"level": {"scale": "ladder", "no_text": "carries"}, "rating": {"scale": "marks"}}.get(verdict, {})
    layer["not_applicable"] = "drop"
    subject = {"kind": "school", "has": ["stage"], "assessed_by": "stage"} if by_stage else {"kind": "school"}
    return {
        "kiemdinh": 1,
        "framework": "org.example.drawn",
        "en": "A drawn standard",
        "source": {"document": "By-law"},
        "subject": subject,
        "school_year": {"begins": "09-01"},
        "scales": {
            "ladder": {"not_reached": {"id": "l0"}, "steps": [{"id": step} for step in steps]},
            "marks": {"from": 1, "to": 5, "step": 1},
        },
        "tags": {"core": {"en": "core"}, "urgent": {"en": "urgent"}},
        "inputs": dict(_INPUTS),
        "parameters": {"books_asked": {**_INPUTS["books"], "en": "Books asked for", "default": 6}},
        "layers": [layer],
        "sets": dict(_SETS),
        "define": _define_figures(verdict, steps),
        "shows": ["figure", "books_each"],
        "tree": tree,
    }


def _define_figures(verdict: str, steps: Sequence[str]) -> dict[str, Any]:
    """Return the named quantities that a framework shows: one over its criteria, and a ratio."""
    bands = _bands_over_criteria(verdict, steps)
    return {"figure": bands["of"], "books_each": {"value": "books", "per": "pupils"}}


def _draw_criterion(draw: st.DrawFn, name: str, verdict: str, steps: Sequence[str]) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": name,
        "en": f"Criterion {name} {draw(written_texts())}",
        "weight": draw(st.sampled_from((1, "1/3", 2))),
    }
    tags = draw(st.lists(st.sampled_from(("core", "urgent")), unique=True))
    if tags:
        node["tags"] = tags
    if draw(st.integers(0, 5)) == 5:
        node["wording"] = "unknown"  # a title alone, judged as a whole
    if verdict == "points":
        return {**node, "points": 10}
    if verdict == "rating" or "wording" in node:
        return node
    if verdict == "met":
        return {**node, "if_empty": "met", "parts": draw(_requirement_lists())}
    # The first criterion asks something at the lowest level, so that no level is left without a criterion (2.3).
    texts = draw(st.sets(st.sampled_from(steps), min_size=1)) | ({steps[0]} if name == "c1" else set())
    return {**node, "if_empty": "met", "levels": {step: draw(_requirement_lists()) for step in steps if step in texts}}


def _requirement_lists() -> st.SearchStrategy[list[dict[str, Any]]]:
    """One to three requirements; a finding decides some of them, a rule the others."""
    kinds = st.lists(st.sampled_from(_REQUIREMENTS), min_size=1, max_size=3)
    return st.builds(
        lambda found, text: [{"id": "abc"[i], "en": f"It is so: {text}", **kind} for i, kind in enumerate(found)],
        kinds,
        written_texts(),
    )


def _draw_ladder(draw: st.DrawFn, verdict: str, steps: Sequence[str], size: int) -> dict[str, Any]:
    """Return an outcome; mostly a step asks for no less than those below it."""
    if draw(st.integers(0, 3)) == 3:
        return {"id": "level", "en": "Level", "ladder": "ladder", "bands": _bands_over_criteria(verdict, steps)}
    needs = {step: draw(_needs_of_step(verdict, step, i, len(steps), size)) for i, step in enumerate(steps)}
    return {"id": "level", "en": "Level", "ladder": "ladder", "needs": needs}


def _bands_over_criteria(verdict: str, steps: Sequence[str]) -> dict[str, Any]:
    """Return bands over the mean of scores, or over the share of criteria that are met or reach the first step."""
    if verdict in ("points", "rating"):
        bounds: dict[str, Any] = {step: i + 2 for i, step in enumerate(steps)}
        return {"of": {"mean": "criterion", "of": {"its": verdict}}, "from": bounds}
    that = "met" if verdict == "met" else {"its": "level", "at_least": steps[0]}
    bounds = {step: f"{i + 1}/{len(steps) + 1}" for i, step in enumerate(steps)}
    return {"of": {"share": "criterion", "that": that}, "from": bounds}


def _needs_of_step(verdict: str, step: str, at: int, count: int, size: int) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions over *size* criteria for step number *at* of *count*; a bound on points rises from step to step."""
    that: Any = {"level": {"its": "level", "at_least": step}, "met": "met"}.get(verdict)
    if that is None:
        what, maximum = ("points", 10) if verdict == "points" else ("rating", 5)
        # Bounds are spread evenly over the scale, none of them at an end of it.
        bound = 1 + (maximum - 1) * (at + 1) // (count + 1)
        total = {"sum": "criterion", "of": {"its": what}, "at_least": bound * size}
        mean = {"mean": "criterion", "of": {"its": what}, "round": {"digits": 0, "half": "up"}, "at_least": bound}
        lowest = {"lowest": "criterion", "of": {"its": what}, "at_least": bound}
        rounded = {"mean": "scored", "of": {"its": what}, "round": {"digits": 0, "half": "even"}}
        above_mean = {"highest": "criterion", "of": {"its": what}, "above": rounded}
        that = {"its": what, "at_least": bound}
        return st.one_of(st.sampled_from((total, mean, lowest, above_mean)), _conditions_over_criteria(that, size))
    return _conditions_over_criteria(that, size)


def _conditions_over_criteria(that: Any, size: int) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions that ask *that* of all criteria, some, a share, or those with a tag, and perhaps something else."""
    every = {"every": "criteria", "that": that}
    some = st.integers(1, size).map(lambda k: {"count": "criteria", "that": that, "at_least": k})
    fails = st.integers(0, size).map(lambda k: {"count": "criteria", "that": {"not": that}, "at_most": k})
    tagged = {"all": [{"every": "core", "that": that}, {"count": "others", "that": that, "at_least": 0}]}
    weighed = {"share": "criteria", "that": that, "weight": {"its": "weight"}, "at_least": "60%"}
    twice = {"any": [{"every": "both", "that": that}, {"count": "neither", "that": that, "at_least": 1}]}
    named = {"any": [every, {"value": "books_each", "at_least": "1/3"}]}
    share = {"share": "criteria", "that": that, "at_least": "60%"}
    two_thirds = {"share": "criteria", "that": that, "at_least": "2/3"}
    either = {"any": [every, {"value": "has_kitchen", "is": True}]}
    figure = {"all": [every, {"value": "books", "at_least": 5}]}
    return st.one_of(
        st.just(every), some, fails, st.sampled_from((tagged, twice, share, named, weighed, two_thirds, either, figure))
    )
