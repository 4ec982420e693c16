"""Assess a school: from a framework and a dossier to a result, a pure function of its inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from kiemdinh.api import bound
from kiemdinh.api.assessment import Assessment
from kiemdinh.api.kept_result import make_plain_result
from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.arguments import check_flag, refuse_argument
from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, raise_if_errors
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.reading import (
    OpenDossier,
    check_known,
    framework_of,
    open_dossier,
    read_date_argument,
    read_dossier,
)
from kiemdinh.explanation.search_work import check_budget
from kiemdinh.explanation.targets import resolve_target
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.loading import Framework

if TYPE_CHECKING:
    from kiemdinh.parsing.read import Readable
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["assess", "load_references"]


def assess(
    framework: AnyFramework | None,
    dossier: Dossier | OpenDossier | Readable,
    *,
    on: dt.date | str | None = None,
    target: str | None = None,
    law_date: dt.date | str | None = None,
    evidence_date: dt.date | str | None = None,
    knowledge_date: dt.date | str | None = None,
    budget: int | None = None,
    allow_files: bool = False,
    register: Any = None,
    results: Iterable[Any] = (),
    references: Iterable[AnyFramework] = (),
) -> Assessment:
    """Assess a school: its guaranteed and attainable level, its awards, and what blocks the next level.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework, as :func:`kiemdinh.load` takes it;
        None takes the one that the dossier names. Of a bundled id the law date picks the edition.
    dossier
        A plain mapping, the text or bytes of YAML or JSON, a ``Path`` of such a file, or a dossier read before.
    on
        The assessment date, from which the three clocks are set (semantics 4.1); None takes the dossier's own.
        There is no other default: the engine reads no clock.
    target
        The level (or, for a decision list, the label) whose blockers are asked for; None takes the next level above the
        guaranteed one.
    law_date, evidence_date, knowledge_date
        The three clocks, where they differ from *on*: the day whose edition rules, the day on which evidence must be
        valid, and the last day whose records are seen.
    budget
        The steps that each search for an explanation of the result may take (semantics 5.11), unless the call for the
        explanation gives another number; None takes the default, some seconds of work.
    allow_files
        Whether the dossier may name a file as its framework, within its own folder. Else it may only name a bundled
        one, so that a dossier from a stranger decides nothing about files.
    register
        The members of a population, such as the schools of a commune: what :func:`kiemdinh.read_register` gives, or a
        table that it reads; by the kind of members, ``{"school": …}``, where there are several. Of a register of a
        whole province the members of the place that the dossier is about are taken, by ``subject.id``.
    results
        The results of members under other frameworks: batches of :func:`kiemdinh.assess_many`, tables with the
        columns ``member``, ``stage``, ``outcome``, ``is`` or ``level`` and ``attainable``, ``side``, ``on`` and ``by``,
        or files that a batch wrote. A result whose member is in no register is ignored, with a warning.
    references
        The frameworks whose outcomes the rules read, where they are not bundled: ids, paths or loaded ones.

    Returns
    -------
    Assessment
        The same inputs give the same result, digest included. Reading takes time linear in the size of the dossier;
        levels are worked out when they are first asked for.

    Raises
    ------
    InputError
        With every problem of the framework, or of the dossier; or where no date or framework is given, or
        the budget is not a whole number of 1 or more.

    Examples
    --------
    >>> import datetime as dt
    >>> import kiemdinh as kd
    >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
    >>> findings = {c: "muc-1" for c in criteria} | {"3.5": "khong-dat", "4.3": None}
    >>> result = kd.assess("vn.tt57-2026.pho-thong", {"findings": findings}, on=dt.date(2027, 6, 30))
    >>> result.level.id, result.attainable.id, result.determined
    ('muc-1', 'muc-1', True)
    >>> [todo.id for todo in result.target.improve][:3]
    ['1.3/muc-2', '1.4/muc-2', '2.1/muc-2']
    """
    clocks = (target, law_date, evidence_date, knowledge_date)
    today = dossier.date if on is None and isinstance(dossier, Dossier) else on
    has_members = register is not None or not (_is_empty(results) and _is_empty(references))
    if type(today) is dt.date and clocks == (None, None, None, None) and allow_files is False and not has_members:
        quick = _assess_plain(framework, dossier, today, budget)
        if quick is not None:
            return quick
    # Everything is read, whatever is wrong with the rest: all problems are reported together.
    attempts = Attempts()
    day = attempts.run(read_date_argument, on, "on")
    is_day_wrong = bool(attempts.found)
    law, evidence, knowledge = (
        attempts.run(read_date_argument, clock, name)
        for clock, name in (
            (law_date, "law_date"),
            (evidence_date, "evidence_date"),
            (knowledge_date, "knowledge_date"),
        )
    )
    steps = attempts.run(check_budget, budget)
    # A value that is neither true nor false allows nothing.
    allows = attempts.run(check_flag, "allow_files", allow_files) or False
    opened = dossier if isinstance(dossier, Dossier) else attempts.run(open_dossier, dossier)
    date = day or (None if opened is None else opened.date)
    if date is None and not is_day_wrong and opened is not None:
        attempts.run(_refuse_no_date, opened)
    known = attempts.run(load_references, references, law or date) or []
    found = attempts.run(_find_framework, framework, opened, known, allow_files=allows, law_date=law or date)
    read = attempts.run(_read_dossier, opened, found, evidence or date)
    # Read at once, so that a wrong name is an error of ``assess`` and not of the first attribute that needs it.
    level = attempts.run(resolve_target, found, target) if target is not None and found is not None else None
    day = attempts.require(date)
    if has_members and read is not None and found is not None:
        read = attempts.run(bound.add_members, found, read, evidence or day, register, results, known)
    dates = Dates(law or day, evidence or day, knowledge or day)
    return Assessment(attempts.require(found), attempts.require(read), dates, level, attempts.require(steps))


def _is_empty(given: object) -> bool:
    """Whether an argument is the empty tuple that it is by default. A frame is not compared."""
    return isinstance(given, tuple) and not given


def _assess_plain(framework: object, dossier: object, on: dt.date, budget: int | None) -> Assessment | None:
    """Return the result of a plain dossier under a loaded framework; None where it is resolved in the general way."""
    if not isinstance(framework, Framework) or not isinstance(dossier, dict | Dossier):
        return None
    from kiemdinh.assessment.plain import find_plain_levels  # noqa: PLC0415 - what compiles rules is large

    plain = find_plain_levels(framework, dossier, on)
    return None if plain is None else make_plain_result(Assessment, framework, plain, check_budget(budget))


def _refuse_no_date(dossier: Dossier | OpenDossier) -> None:
    """Raise that no date is given, unless the dossier has a wrong one: then that is the problem."""
    if isinstance(dossier, OpenDossier) and dossier.hides("date"):
        return
    name = dossier.source.name if isinstance(dossier, OpenDossier) else None
    expected = Message("on=…, or 'date:' in the dossier")
    raise InputError([Diagnostic("KD310", "error", Message("no assessment date is given"), name, expected=expected)])


def load_references(references: Iterable[AnyFramework], on: dt.date | None = None) -> list[Framework]:
    """Return the frameworks that a caller refers to, loaded; *on* picks the editions of bundled ones.

    Raises
    ------
    InputError
        It is no list of frameworks, or one of them cannot be loaded: with every problem.
    """
    if isinstance(references, str | bytes | Mapping | PathLike | Framework) or not isinstance(references, Iterable):
        refuse_argument("references", references, Message("a list of frameworks: ids, paths or loaded ones"))
    attempts = Attempts()
    loaded = [attempts.run(load, one, on=on) for one in references]
    return attempts.require([one for one in loaded if one is not None])


def _find_framework(
    framework: AnyFramework | None,
    opened: Dossier | OpenDossier | None,
    references: Sequence[Framework],
    *,
    allow_files: bool,
    law_date: dt.date | None,
) -> Framework | None:
    """Return the framework that is given, else the one that the dossier names; None where that cannot be read."""
    # A dossier that was read before was read against a framework, so it names none by itself.
    if framework is not None or isinstance(opened, Dossier):
        return load(framework, on=law_date, references=references)
    return None if opened is None else framework_of(opened, allow_files=allow_files, on=law_date)


def _read_dossier(
    opened: Dossier | OpenDossier | None, framework: Framework | None, date: dt.date | None
) -> Dossier | None:
    """Return the dossier, read against its framework where there is one; else raise what is wrong with it so far."""
    if opened is None:
        return None
    if isinstance(opened, Dossier):
        if framework is not None:
            check_known(opened, framework)
        return opened
    if framework is None:
        raise_if_errors(opened.problems)
        return None
    # That there is no date is reported once, and not for each record.
    return read_dossier(opened, framework, default_date=date or dt.date.min)
