"""Compares two editions of a framework."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kiemdinh.data.transitions import EditionRef
from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import Budget
from kiemdinh.standards.catalogue import load
from kiemdinh.transitions.crosswalks import find_bundled_crosswalk, load_crosswalk_between
from kiemdinh.transitions.diffs.changes import list_changes
from kiemdinh.transitions.diffs.edition_diff import Diff
from kiemdinh.transitions.diffs.entries import (
    CrosswalkEntries,
    DiffContext,
    NodeEntries,
    RuleEntries,
    SectionEntries,
)
from kiemdinh.transitions.diffs.matching import match_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.data.transitions import DiffEntry
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks import AnyCrosswalk, Crosswalk

__all__ = ["DEFAULT_STEPS", "diff"]

DEFAULT_STEPS: Final = 20_000
"""How many steps the proofs of one comparison may take, unless the caller says otherwise."""


def diff(
    old: AnyFramework, new: AnyFramework, *, crosswalk: AnyCrosswalk | None = None, budget: int | None = None
) -> Diff:
    """Return the differences between two editions of a framework, with schools that show them (4.8).

    Nodes are matched by the renumberings of acts, by their ids, and by their contents. Rules are compared by proof: a
    rule is *tightened* where every school that meets it now met it before, and some that met it do not now; *loosened*
    the other way round; *changed* where some schools met it only before and some only meet it now; and *reworded*
    where it is proved to ask the same.

    Parameters
    ----------
    old, new
        The editions, each as :func:`kiemdinh.load` takes it: ``ID@DAY``, a ``Path``, a mapping, a loaded framework.
    crosswalk
        How two frameworks relate, as :func:`kiemdinh.load_crosswalk` takes it; None for the bundled one. Differences
        are taken from its relations, and proved where both frameworks read the same figures or nodes. The editions that
        it relates are compared.
    budget
        How many steps the proofs may take together; a step is one decision of a proof. None takes 20,000. Rules that
        are not decided by then are ``undecided``. For each step ten rules may be read in assessments of witnesses;
        beyond that, witnesses are None.

    Raises
    ------
    InputError
        A framework or the crosswalk does not load; or the two are not editions of one framework, and no crosswalk
        relates them (KD262).

    Notes
    -----
    The cost grows with the size of both definitions, and with the proofs: two for each rule that differs, for a school
    of each stage. Each witness takes some assessments.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> law = {"document": "Circular 1/2030", "in_force": "2030-01-01"}
    >>> base = kd.load("vn.tt57-2026.gdtx")
    >>> act = {"kiemdinh": 1, "amends": base.id, "source": law, "changes": [{"at": "1.1/muc-2/c", "do": "remove"}]}
    >>> found = diff(base, kd.apply(base, act))
    >>> [entry.at for entry in found.removed], [(entry.at, entry.kind) for entry in found.rules][:2]
    (['1.1/muc-2/c'], [('outcomes/muc/muc-2', 'loosened')])
    """
    before, after = load(old), load(new)
    steps = DEFAULT_STEPS if budget is None else check_count("budget", budget, least=1)
    if before.id != after.id or crosswalk is not None:
        return _compare_by(_find_crosswalk(before, after, crosswalk), steps)
    spent = Budget(steps)
    match = match_nodes(before, after)
    entries = tuple(_list_entries(DiffContext(before, after, match, spent))) if before.digest != after.digest else ()
    return Diff(
        _refer_to(before),
        _refer_to(after),
        entries,
        report_work(spent),
        partial(list_changes, before, after, match),
        (before, after),
    )


def _compare_by(crosswalk: Crosswalk, steps: int) -> Diff:
    source, target, spent = crosswalk.source, crosswalk.target, Budget(steps)
    entries = tuple(CrosswalkEntries(crosswalk, spent).list_all())
    return Diff(_refer_to(source), _refer_to(target), entries, report_work(spent), tuple, (source, target))


def _find_crosswalk(old: Framework, new: Framework, crosswalk: AnyCrosswalk | None) -> Crosswalk:
    """Return the crosswalk of the two frameworks: the one that is given, else the bundled one."""
    found = find_bundled_crosswalk(old.id, new.id) if crosswalk is None else load_crosswalk_between(old, new, crosswalk)
    if found is None or (found.source.id, found.target.id) != (old.id, new.id):
        raise InputError([_describe_others(old, new)])
    return found


def _list_entries(context: DiffContext) -> Iterator[DiffEntry]:
    yield from NodeEntries(context).list_all()
    yield from SectionEntries(context).list_all()
    yield from RuleEntries(context).list_all()


def _refer_to(framework: Framework) -> EditionRef:
    law = framework.definition.source
    return EditionRef(framework.id, framework.edition, framework.digest, law.document, law.in_force, law.until)


def _describe_others(old: Framework, new: Framework) -> Diagnostic:
    message = Message("'{old}' and '{new}' are two frameworks, not two editions of one", old=old.id, new=new.id)
    hint = Message("two frameworks are compared by a crosswalk")
    return Diagnostic("KD262", "error", message, found=new.id, expected=Message.verbatim(old.id), hint=hint)
