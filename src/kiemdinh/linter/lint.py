"""The verb ``kd.lint``: all flaws that the checks find in a definition, except those that comments allow."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from kiemdinh.analysis.member_counts import member_counts
from kiemdinh.analysis.school_sizes import name_stages, school_sizes
from kiemdinh.analysis.study import SPLITS, Study
from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.causes import find_causes
from kiemdinh.linter.checks import (
    check_alike_awards,
    check_award_terms,
    check_awards_gained_and_lost,
    check_bounds_between_values,
    check_bounds_near_an_end,
    check_circular_awards,
    check_citation_rows,
    check_citations,
    check_conditional_words,
    check_constant_conditions,
    check_copied_steps,
    check_edition_dates,
    check_gaps_between_bands,
    check_harmful_improvements,
    check_idle_evidence,
    check_irrelevant_marks,
    check_irrelevant_requirements,
    check_levels_without_end,
    check_listed_nodes,
    check_lone_bounds,
    check_measures_in_text,
    check_names_of_siblings,
    check_not_applicable,
    check_numbers_in_text,
    check_numbers_of_terms,
    check_odd_totals,
    check_other_choices,
    check_other_criteria,
    check_other_inputs,
    check_overlapping_bands,
    check_quantifiers_in_text,
    check_ranges,
    check_redundant_parts,
    check_repeated_texts,
    check_set_words,
    check_shares_of_another,
    check_sides_of_grades,
    check_step_order,
    check_table_order,
    check_table_words,
    check_tag_words,
    check_translated_texts,
    check_translations,
    check_units_in_text,
    check_unlike_siblings,
    check_unreachable,
    check_unreachable_entries,
    check_unread_layers,
    check_unused,
    check_validity,
    check_validity_by_label,
    check_weaker_levels,
    check_wrong_sides,
)
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.linter.suppression import apply_suppressions
from kiemdinh.parsing.read import Input
from kiemdinh.rules import MAX_DEPTH, NestingError
from kiemdinh.standards.catalogue import AnyFramework, load_opened, open_definition
from kiemdinh.standards.loading import Framework

__all__ = ["ABOUT_ALL_DOSSIERS", "CHECKS", "lint", "lint_opened"]

_Check: TypeAlias = Callable[[Study], Iterator[LintFinding]]

CHECKS: Final[tuple[_Check, ...]] = (
    check_unreachable,
    check_constant_conditions,
    check_irrelevant_requirements,
    check_irrelevant_marks,
    check_redundant_parts,
    check_unreachable_entries,
    check_weaker_levels,
    check_levels_without_end,
    check_gaps_between_bands,
    check_overlapping_bands,
    check_wrong_sides,
    check_harmful_improvements,
    check_awards_gained_and_lost,
    check_circular_awards,
    check_unused,
    check_unread_layers,
    check_translations,
    check_citations,
    check_validity,
    check_award_terms,
    check_validity_by_label,
    check_edition_dates,
    check_sides_of_grades,
    check_numbers_in_text,
    check_table_words,
    check_other_choices,
    check_other_inputs,
    check_alike_awards,
    check_conditional_words,
    check_other_criteria,
    check_citation_rows,
    check_repeated_texts,
    check_names_of_siblings,
    check_translated_texts,
    check_units_in_text,
    check_tag_words,
    check_set_words,
    check_ranges,
    check_bounds_between_values,
    check_bounds_near_an_end,
    check_measures_in_text,
    check_numbers_of_terms,
    check_quantifiers_in_text,
    check_shares_of_another,
    check_table_order,
    check_copied_steps,
    check_lone_bounds,
    check_unlike_siblings,
    check_odd_totals,
    check_step_order,
    check_listed_nodes,
    check_not_applicable,
    check_idle_evidence,
)
"""The checks in the order in which they run; undecided proofs of one lessen the budget of those behind it."""

ABOUT_ALL_DOSSIERS: Final = frozenset(
    (
        "KD501",
        "KD502",
        "KD503",
        "KD504",
        "KD505",
        "KD507",
        "KD508",
        "KD520",
        "KD521",
        "KD522",
        "KD526",
        "KD527",
        "KD528",
        "KD531",
    )
)
"""The codes of findings that claim something of every dossier, for schools of any number of stages."""


def lint(
    framework: AnyFramework | None = None,
    *,
    text: str | bytes | None = None,
    path: str | os.PathLike[str] | None = None,
    splits: int = SPLITS,
) -> tuple[LintFinding, ...]:
    """Find the flaws of a definition, each at its place, and with a dossier that shows it where it is proved.

    Parameters
    ----------
    framework, text, path
        One of these, as :func:`kiemdinh.load` takes it. A definition may have the id of a bundled one and differ from
        it.
    splits
        How many decisions one proof may take, at least 1. A question that needs more becomes a note that says so, and
        nothing is claimed. After every ten such notes, proofs may take half as many decisions.

    Returns
    -------
    tuple of Finding
        The findings in the order of the text. If the definition cannot be loaded, they are the problems of the loader,
        without witnesses. Findings that a comment of the definition allows are left out. Claims about every dossier are
        proved for schools of one stage and of several. Each condition takes a few proofs, so that time is about linear
        in their number; a single proof is bounded by *splits* alone.

    Raises
    ------
    InputError
        The file cannot be read, or there is no such bundled framework (KD243).
        Or *splits* is not a whole number of 1 or more.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> found = kd.lint(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... cite: "§ 1"
    ... subject: {kind: school}
    ... tags: {urgent: {en: urgent}}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1", en: Water is safe}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> [(finding.code, finding.path) for finding in found]
    [('KD530', 'tags.urgent')]
    """
    # A definition that does not load is a finding; a file that cannot be read is an error of the caller.
    return lint_opened(open_definition(framework, text=text, path=path), splits=splits)


def lint_opened(opened: Framework | Input, *, splits: int = SPLITS) -> tuple[LintFinding, ...]:
    """Find the flaws of a definition that has been opened; the rest is as :func:`lint` says.

    Raises
    ------
    InputError
        *splits* is not a whole number of 1 or more.
    """
    check_count("splits", splits)
    try:
        loaded = load_opened(opened, unofficial=True)
    except InputError as error:
        # A file of another kind has no flaws as a definition: it was named by mistake.
        if any(problem.code == "KD247" for problem in error.diagnostics):
            raise
        return _sort_by_place(map(LintFinding.of, error.diagnostics))
    size, *other_sizes = school_sizes(loaded)
    # A commune of one school shows what is possible; claims about all dossiers have to hold for each register.
    has_members = bool(loaded.definition.populations)
    one = Study(loaded, splits, name_stages(size), members=1 if has_members else None)
    found = list(_run_checks(one, CHECKS))
    for members in (member_counts(loaded) or (None,)) if has_members else ():
        if members != 1:
            found = list(_keep_what_holds_for(name_stages(size), one, found, members))
    for other in other_sizes:
        found = list(_keep_what_holds_for(name_stages(other), one, found))
    findings = _drop_repetitions((*map(LintFinding.of, loaded.warnings), *(finding for _, finding in found)))
    return find_causes(_sort_by_place(apply_suppressions(findings, one.source.sources())))


def _run_checks(study: Study, checks: Iterable[_Check]) -> Iterator[tuple[_Check | None, LintFinding]]:
    """Yield the findings, each with its check; yield one note if rules are nested too deep for checks that prove."""
    too_deep = False
    for check in checks:
        try:
            yield from [(check, finding) for finding in check(study)]
        except NestingError:
            too_deep = True
    if too_deep:
        message = Message(
            "not decided: with all that they read inserted, some rules are nested more than {max_depth} deep",
            max_depth=MAX_DEPTH,
        )
        hint = Message("nothing is claimed of levels, labels and conditions; the definition can be used as it is")
        note = make_finding(study, "KD008", message, ("outcomes",), hint=hint, note=True)
        yield None, replace(note, decided=False)


def _keep_what_holds_for(
    stages: tuple[str, ...],
    one: Study,
    found: Sequence[tuple[_Check | None, LintFinding]],
    members: int | None = None,
) -> Iterator[tuple[_Check | None, LintFinding]]:
    """Yield the findings that hold for schools of these stages too, and for registers of so many members.

    A claim about all dossiers has to be proved for these schools as well, by the check that made it; where that is
    undecided, the note that says so is yielded in its place. A finding that one dossier or the text shows needs no
    second proof.
    """
    claims = [(check, finding) for check, finding in found if _is_about_all(finding)]
    checks = dict.fromkeys(check for check, _ in claims if check is not None)
    focus = frozenset(finding.path for _, finding in claims)
    study = Study(one.framework, one.splits, stages, focus=focus, members=members)
    again = {(finding.code, finding.path): finding for _, finding in _run_checks(study, checks)}
    for check, finding in found:
        if not _is_about_all(finding):
            yield check, finding
        elif (finding.code, finding.path) in again:
            other = again[finding.code, finding.path]
            yield check, finding if other.decided else other


def _is_about_all(finding: LintFinding) -> bool:
    return finding.decided and finding.code in ABOUT_ALL_DOSSIERS


def _drop_repetitions(findings: Sequence[LintFinding]) -> tuple[LintFinding, ...]:
    """Return each finding once, at its last position: a defined name is visited wherever it is used."""
    by_text = {(f.code, f.file, f.line, f.column, f.path, f.message): f for f in reversed(findings)}
    return tuple(reversed(by_text.values()))


def _sort_by_place(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Return findings as a reader goes through the files; those without a line keep their order."""
    return tuple(sorted(findings, key=lambda finding: (finding.file or "", finding.line or 0, finding.column or 0)))
