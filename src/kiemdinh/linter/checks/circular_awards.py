"""Awards that only their holders can gain, directly or through other awards (KD528).

Holding an award is a recorded decision (semantics 2.8), so that the rules have no circle. But nobody can be the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import MET, UNMET, Condition, Satisfiability, Truth, facts_of, substitute
from kiemdinh.standards.definition import Award, LadderAward
from kiemdinh.standards.names import FactKind, FactName, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_circular_awards"]


def check_circular_awards(study: Study) -> Iterator[LintFinding]:
    """Find awards that no one can be the first to gain, the lowest such grade of each.

    An award that continues one of another framework is left out, since a school may hold the other one. Quadratic in
    the number of grades that are needed by others; each takes a proof.
    """
    grades = [grade for award in study.framework.awards for grade in _list_grades(study, award)]
    if not any(read_fact_name(name).is_of_decision for grade in grades for name in facts_of(_condition(study, grade))):
        return
    gained = _find_gained(study, grades)
    reported: set[str] = set()
    for grade in grades:
        if grade not in gained and grade.subject not in reported and _can_be(study, _condition(study, grade)):
            reported.add(grade.subject)
            yield _report_award(study, grade, _fix_not_held(_condition(study, grade), gained))


def _list_grades(study: Study, award: Award) -> list[FactName]:
    """Return the needs of an award, grade by grade, lowest first."""
    name = FactName(FactKind.AWARD, award.id)
    if not isinstance(award, LadderAward):
        return [name]
    return [FactName(FactKind.AWARD, award.id, step) for step in study.framework.definition.steps_of(award.ladder)]


def _condition(study: Study, grade: FactName) -> Condition:
    return study.inlined[str(grade)]


def _can_be(study: Study, condition: Condition) -> bool:
    return study.prove(condition).status is not Satisfiability.UNSATISFIABLE


def _find_gained(study: Study, grades: list[FactName]) -> dict[FactName, None]:
    """Return the grades that can be gained when first nothing is held, and then what has been gained so far."""
    continued = {award.id for award in study.framework.awards if award.continues}
    gained = {grade: None for grade in grades if grade.subject in continued}
    is_new = True
    while is_new:
        is_new = False
        for grade in grades:
            if grade not in gained and _can_be(study, _fix_not_held(_condition(study, grade), gained)):
                gained[grade] = None
                is_new = True
    return gained


def _fix_not_held(condition: Condition, gained: Mapping[FactName, None]) -> Condition:
    """Return a condition in which grades that are not *gained* are not held and never were."""
    truths: dict[str, Truth] = {}
    for name in facts_of(condition):
        fact = read_fact_name(name)
        grade = FactName(FactKind.AWARD, fact.subject, fact.step)
        is_held = grade in gained if fact.step else any(other.subject == fact.subject for other in gained)
        if fact.is_of_decision and fact.reference is None and not is_held:
            truths[name] = MET if fact.kind is FactKind.NEVER else UNMET
    return substitute(condition, truths)


def _report_award(study: Study, grade: FactName, without: Condition) -> LintFinding:
    i = next(i for i, award in enumerate(study.framework.awards) if award.id == grade.subject)
    step = () if grade.step is None else (grade.step,)
    facts = sorted(facts_of(_condition(study, grade)) - facts_of(without))
    held = sorted({read_fact_name(name).subject for name in facts})
    return make_finding(
        study,
        "KD528",
        Message("no one can be the first to gain '{award}': only who holds an award can", award=grade.subject)
        if grade.step is None
        else Message(
            "no one can be the first to gain grade '{grade}' of '{award}': only who holds an award can",
            grade=grade.step,
            award=grade.subject,
        ),
        ("awards", i, "needs", *step),
        key=True,
        hint=Message(
            "let it be gained without too, or name in 'continues' the award of another framework that counts as held"
        ),
        found=Message("to hold {names}", names=Message.join(held)),
        witness=study.write_dossier(most_favourable_world(without, study.space)),
    )
