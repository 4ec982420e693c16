"""Conditions that can never hold, and conditions that cannot fail (KD503, KD504).

If conditions contain one another, only the innermost is named: the outer ones follow. Where the cause is a threshold
out of its range or in another unit, the threshold is named instead (KD505, KD506). The condition of a requirement is
also checked together with the conditions on which it applies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.analysis.contexts import find_context
from kiemdinh.analysis.decisive import status_of_any
from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.different_units import find_different_units
from kiemdinh.linter.checks.thresholds_out_of_range import find_out_of_range
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.obstacles import explain_conflict
from kiemdinh.linter.report import find_line, make_finding, make_undecided_note
from kiemdinh.rules import (
    UNKNOWN,
    All,
    Assignment,
    Branch,
    Compare,
    Condition,
    Known,
    Not,
    Satisfiability,
    Term,
    Value,
    walk,
)
from kiemdinh.standards.definition import Compared, CountQuantity, LabelOutcome, LadderOutcome, OutcomeCompared
from kiemdinh.standards.names import FactKind, ValueKind, read_value_name

__all__ = ["check_constant_conditions"]


_MAX_TERMS: Final = 60
"""The most terms of a condition on ratios that is checked; a condition that reads a whole framework has many more."""


@dataclass(frozen=True, slots=True)
class _ConstantClaim:
    """A claim about a condition, and the question that stays open where the claim is not decided."""

    code: str
    message: Message
    question: Message


_NEVER_HOLDS: Final = _ConstantClaim(
    "KD503",
    Message("this condition can never hold, whatever the dossier says"),
    Message("whether this can never hold"),
)
_CANNOT_FAIL: Final = _ConstantClaim(
    "KD504",
    Message("this condition cannot fail, whatever the dossier says"),
    Message("whether this cannot fail"),
)
_NEVER_HOLDS_HERE: Final = _ConstantClaim(
    "KD503",
    Message("this condition can never hold where it applies, whatever the dossier says"),
    Message("whether this can never hold where it applies"),
)
_CANNOT_FAIL_HERE: Final = _ConstantClaim(
    "KD504",
    Message("this condition cannot fail where it applies, whatever the dossier says"),
    Message("whether this cannot fail where it applies"),
)


def check_constant_conditions(study: Study) -> Iterator[LintFinding]:
    """Find conditions whose truth no dossier can change, and thresholds that make them so.

    At most two proofs for each condition and each scope in which it is read, and five for one with a ``when``.
    """
    for site in study.sites:
        found = list(_find_wrong_thresholds(study, site)) or list(_find_innermost(study, site))
        yield from found or _find_in_context(study, site)


def _find_wrong_thresholds(study: Study, top: ConditionSite) -> Iterator[LintFinding]:
    for site in top.walk():
        if isinstance(site.cond, Compared) and site.scopes:
            for key, threshold in site.cond.list_comparisons():
                yield from find_out_of_range(study, site, key, threshold)
                yield from find_different_units(study, site, key, threshold)


def _find_innermost(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    # All parts are checked before the whole, since a constant part often makes the whole constant too.
    inner = [finding for part in site.parts for finding in _find_innermost(study, part)]
    yield from inner
    if not inner and not isinstance(site.cond, str):  # a word such as "met" is not checked
        yield from _find_at(study, site)


def _find_at(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    """Yield a finding where a condition is never met, or always met, in all scopes in which it is read."""
    conditions = [study.lower_site(site, scope) for scope in site.scopes]
    # A condition on members is read for each member, and is a flaw only where it is constant for all of them.
    if conditions and not any(map(_is_outside_dossiers, conditions)) and not _names_all_labels(study, site.cond):
        yield from _find_never_met(study, site, _NEVER_HOLDS, conditions)
        # A condition cannot fail if its negation can never hold.
        yield from _find_never_met(study, site, _CANNOT_FAIL, [Not(each) for each in conditions])


def _names_all_labels(study: Study, cond: Any) -> bool:
    """Return whether a condition lists every label of an outcome: it should hold for all, as for a term by label."""
    if not isinstance(cond, OutcomeCompared) or not isinstance(cond.is_, tuple | list):
        return False
    outcome = next((each for each in study.framework.definition.outcomes if each.id == cond.outcome), None)
    return isinstance(outcome, LabelOutcome) and {*cond.is_} == {outcome.otherwise.id, *(c.id for c in outcome.cases)}


def _is_outside_dossiers(condition: Condition) -> bool:
    """Return whether a condition reads nothing, or something that no dossier can give in the setting of the study."""
    if isinstance(condition, Known):
        return True
    if not any(isinstance(term, Known) and term.truth is UNKNOWN for term in walk(condition)):
        return False
    terms = tuple(walk(condition))
    # A ratio is unknown where there is nothing to measure. If it is compared twice, it can still contradict itself.
    ratios = Counter(filter(None, map(_read_ratio, terms)))
    if len(terms) > _MAX_TERMS or all(times == 1 for times in ratios.values()):
        return True
    return any(Known(UNKNOWN) in term.members for term in terms if _read_ratio(term) is None)


def _read_ratio(term: Term) -> str | None:
    """Return the ratio that a comparison compares; None for other terms."""
    if not isinstance(term, Branch) or not isinstance(term.test, Compare):
        return None
    base = term.test.left
    return base.id if isinstance(base, Value) and read_value_name(base.id).kind is ValueKind.PER else None


def _find_in_context(study: Study, site: ConditionSite) -> Iterator[LintFinding]:
    """Yield a finding where a condition is never met, or always met, wherever its requirement applies."""
    contexts = [find_context(study, site, scope) for scope in site.scopes]
    given = [context for context in contexts if context is not None]
    conditions = [study.lower_site(site, scope) for scope in site.scopes]
    if not given or len(given) < len(contexts) or any(map(_is_outside_dossiers, conditions)):
        return
    proofs = [study.prove(context.condition) for context in given]
    if any(proof.world is None for proof in proofs):
        return  # the ``when`` itself is at fault
    line = find_line(study, (*study.framework.nodes[given[0].nodes[0]].path, "when"))
    hint = Message("see the 'when' above it") if line is None else Message("see 'when' in line {n}", n=line)
    pairs = list(zip(given, conditions, strict=True))
    together = [All((context.condition, condition)) for context, condition in pairs]
    yield from _find_never_met(study, site, _NEVER_HOLDS_HERE, together, hint, proofs[0].world)
    if site.owner.kind is not FactKind.APPLIES:  # a ``when`` that repeats the one above it does no harm
        together = [All((context.condition, Not(condition))) for context, condition in pairs]
        yield from _find_never_met(study, site, _CANNOT_FAIL_HERE, together, hint, proofs[0].world)


def _find_never_met(
    study: Study,
    site: ConditionSite,
    claim: _ConstantClaim,
    conditions: Sequence[Condition],
    hint: Message | None = None,
    world: Assignment | None = None,
) -> Iterator[LintFinding]:
    """Yield the claim about a site where all of the conditions are proved to be never met.

    *world* is the world of the witness; with None it is the world that helps the first condition most.
    """
    status = status_of_any(study.prove(condition).status for condition in conditions)
    if status is Satisfiability.UNSATISFIABLE:
        shown = most_favourable_world(conditions[0], study.space) if world is None else world
        conflict = explain_conflict(study, conditions[0], site.path)
        yield make_finding(
            study,
            claim.code,
            claim.message,
            site.path,
            found=_describe_count(study, site),
            hint=hint or conflict.hint,
            obstacles=conflict.paths,
            witness=study.write_dossier(shown),
            note=claim is _CANNOT_FAIL and _is_of_lowest_step(study, site),
        )
    elif status is Satisfiability.UNDECIDED:
        yield make_undecided_note(study, claim.code, claim.question, site.path)


def _is_of_lowest_step(study: Study, site: ConditionSite) -> bool:
    """Return whether a condition is all that the lowest step of an outcome asks: one star for each rated school."""
    if site.path[0] != "outcomes" or site.path[-2] != "needs":
        return False
    outcome = study.framework.definition.outcomes[int(site.path[1])]
    return (
        isinstance(outcome, LadderOutcome) and site.path[-1] == study.framework.definition.steps_of(outcome.ladder)[0]
    )


def _describe_count(study: Study, site: ConditionSite) -> Message | None:
    """Return how many members are asked for, and of how many, such as ``at least 6 of 5``."""
    if not isinstance(site.cond, CountQuantity):
        return None
    members = len(study.lowering.find_members(site.cond.count, site.scopes[0], site.path).items)
    bounds = _describe_bounds(site.cond)
    return None if bounds is None else Message("{bounds} of {n}", bounds=bounds, n=members)


def _describe_bounds(cond: Any) -> str | None:
    if not isinstance(cond, Compared):
        return None
    return ", ".join(
        f"{key.replace('_', ' ')} {value}" for key, value in cond.list_comparisons() if isinstance(value, str)
    )
