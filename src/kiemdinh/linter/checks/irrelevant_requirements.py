"""Requirements whose verdict changes no outcome, label, award or loss (KD520)."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.decisive import TOPS, DecisiveRequirements
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import (
    All,
    Assignment,
    Fact,
    Not,
    values_of,
)
from kiemdinh.standards.model import Node
from kiemdinh.standards.outline import NodeInfo

__all__ = ["check"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose verdict changes nothing, each or a whole branch of them."""
    pivots = DecisiveRequirements(study)
    never = pivots.never_decisive()
    for name in _topmost(study, {n for n, proved in never.items() if proved and not pivots.explained(n)}):
        info = study.framework.nodes[name]
        repeats = _repeated(study, info)
        message = f"whether '{name}' is met changes no outcome and no award"
        hint = _implied(study, name) if repeats is None else f"it repeats '{repeats}'"
        # A figure that meets it may decide other requirements too, so that no second dossier differs in it alone.
        measured = any(n in study.rules.measured for n in (name, *study.framework.outline.descendants(name)))
        yield make_finding(
            study,
            "KD520",
            message,
            info.path,
            hint=hint,
            note=repeats is not None,
            witness=study.dossier(_world(study, name, met=False)),
            contrast=None if measured else study.dossier(_world(study, name, met=True)),
        )
    for name, proved in never.items():
        if not proved:
            yield make_undecided_note(
                study, "KD520", f"whether '{name}' ever matters", study.framework.nodes[name].path
            )


def _implied(study: Study, name: str) -> str | None:
    """Say which requirement on the same figures is never met without this one, where there is one."""
    own = study.whole.get(name)
    if own is None or name not in study.rules.measured:
        return None
    values = values_of(own)
    rules = {other: study.whole[other] for other in study.rules.measured if other != name and other in study.whole}
    alike = (other for other, rule in rules.items() if not values.isdisjoint(values_of(rule)))
    found = next((other for other in alike if study.is_never_met(All((rules[other], Not(own))))), None)
    return None if found is None else f"wherever '{found}' is met, it is met too"


def _topmost(study: Study, names: set[str]) -> list[str]:
    """Put a node in the place of the requirements below it where none of them matters."""
    outline = study.framework.outline

    def dead(node: str) -> bool:
        below = [d for d in outline.descendants(node) if outline.nodes[d].is_requirement]
        return node in names or (bool(below) and all(d in names for d in below))

    found = [node for node in outline.nodes if dead(node)]
    return [node for node in found if not any(dead(above) for above in outline.ancestors(node))]


def _repeated(study: Study, info: NodeInfo) -> str | None:
    """Return the requirement of a lower level that says the same, in the rule or in the text."""
    outline = study.framework.outline
    path = (info.id, *outline.ancestors(info.id))
    top = next((outline.nodes[name] for name in path if outline.nodes[name].level is not None), None)
    if top is None or top.parent is None or top.level is None:
        return None
    levels = outline.nodes[top.parent].levels
    for step in list(levels)[: list(levels).index(top.level)]:
        for part in levels[step]:
            for name in (part, *outline.descendants(part)):
                if _says_the_same(outline.nodes[name].node, info.node):
                    return name
    return None


def _says_the_same(one: Node, two: Node) -> bool:
    same_rule = one.met_if is not None and one.met_if == two.met_if
    return same_rule or ((one.vi, one.en) != (None, None) and (one.vi, one.en) == (two.vi, two.en))


def _world(study: Study, name: str, *, met: bool) -> Assignment:
    """Return the world in which all that helps is there, and this requirement (or the first below) met or not."""
    outline = study.framework.outline
    first = next((n for n in (name, *outline.descendants(name)) if outline.nodes[n].is_requirement), name)
    bright = study.brightest(All(tuple(c for n, c in study.whole.items() if n.startswith(TOPS[:2]))))
    own = study.whole.get(first, Fact(first))
    turned = study.prove(own if met else Not(own)).world or Assignment()
    return Assignment({**bright.truths, **turned.truths}, {**bright.values, **turned.values})
