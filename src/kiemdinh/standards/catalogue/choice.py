"""The edition that is in force for a school, found by the day, the kind of school and its stages (4.2).

A framework is chosen only where its ``source`` says which schools it covers. One that does not say so, such as a
standard for programmes, for buildings or of another country, is used where somebody names it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.standards.catalogue.bundled import Edition, bundled_ids, editions
from kiemdinh.standards.catalogue.days import read_day

if TYPE_CHECKING:
    from kiemdinh.standards.definition import CoveredSchools

__all__ = ["choose_edition", "in_force", "known_kinds", "known_stages"]


def in_force(*, on: dt.date | str, stage: str | None = None, kind: str | None = None) -> tuple[Edition, ...]:
    """Return the editions of bundled frameworks that are in force on a day and can be those of a school.

    Parameters
    ----------
    on
        The law date.
    stage
        A stage of the school, such as ``thcs``; None leaves it open. Frameworks for schools with this stage alone are
        among the editions, and so are frameworks for schools that have other stages too.
    kind
        The kind of school: ``mam-non`` (preschool), ``pho-thong`` (general) or ``gdtx`` (continuing education); None
        leaves it open.

    Returns
    -------
    tuple of Edition
        In the order of their ids; empty on a day on which none is in force. A framework that does not say which schools
        it covers is never among them.

    Raises
    ------
    InputError
        There is no such stage or kind, or *on* is no date.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> [edition.id for edition in kd.in_force(on="2020-06-30", stage="thcs")]
    ['vn.tt18-2018']
    >>> kd.in_force(on="2018-01-01")
    ()
    """
    day = read_day("on", on)
    if day is None:
        refuse_argument("on", on, Message("a date"))
    for name, value, known in (("stage", stage, known_stages()), ("kind", kind, known_kinds())):
        if value is not None and value not in known:
            refuse_argument(name, value, list_names(known))
    return tuple(
        edition
        for edition in _list_editions()
        if edition.framework.edition_holds(day) and _can_have(edition, kind, stage)
    )


def choose_edition(*, on: dt.date, stages: Collection[str] = (), kind: str | None = None) -> Edition:
    """Return the one edition that is in force on a day for a school of a kind with these stages.

    A stage is given by its id or by its title in either language.

    Raises
    ------
    InputError
        No edition is in force on the day (the message names those before and after it); none, or more than one, is for
        such a school; or there is no such stage or kind (KD335).
    """
    words = _stage_words()
    meant = [words.find(stage) or stage for stage in stages]
    _refuse_unknown(meant, kind)
    running = [edition for edition in _list_editions() if edition.framework.edition_holds(on)]
    if not running:
        raise InputError([_describe_gap(on, kind, meant)])
    found = [edition for edition in running if _is_for(edition, kind, meant)]
    if len(found) != 1:
        raise InputError([_describe_choices(on, found, running)])
    return found[0]


def known_kinds() -> tuple[str, ...]:
    """Return the kinds of schools that bundled frameworks are for."""
    return tuple(sorted({covers.kind for covers in _list_coverage()}))


def known_stages() -> tuple[str, ...]:
    """Return the stages that bundled frameworks are for, in the order in which they name them."""
    return tuple(dict.fromkeys(stage for covers in _list_coverage() for stage in covers.stages))


def _stage_words() -> Vocabulary:
    declared = (stage for edition in _list_editions() for stage in edition.framework.definition.subject.stages)
    return Vocabulary({stage.id: stage.texts for stage in declared})


def _list_editions() -> Iterator[Edition]:
    """Yield the editions that can be chosen for a school: those that say which schools they cover."""
    for framework_id in bundled_ids():
        yield from (edition for edition in editions(framework_id) if _coverage(edition) is not None)


def _list_coverage() -> Iterator[CoveredSchools]:
    all_of_them = (_coverage(edition) for edition in _list_editions())
    return (covers for covers in all_of_them if covers is not None)


def _coverage(edition: Edition) -> CoveredSchools | None:
    return edition.framework.definition.source.covers


def _can_have(edition: Edition, kind: str | None, stage: str | None) -> bool:
    covers = _coverage(edition)
    return covers is not None and covers.takes(kind, ()) and (stage is None or stage in covers.stages)


def _is_for(edition: Edition, kind: str | None, stages: Collection[str]) -> bool:
    covers = _coverage(edition)
    return covers is not None and covers.takes(kind, stages)


def _refuse_unknown(stages: Collection[str], kind: str | None) -> None:
    """Raise InputError for stages and a kind that no bundled framework is for."""
    unknown = [
        Diagnostic("KD335", "error", message, expected=list_names(known), found=word)
        for message, word, known in (
            *((Message("there is no stage '{stage}'", stage=stage), stage, known_stages()) for stage in stages),
            *(
                ()
                if kind is None
                else ((Message("there is no kind of school '{kind}'", kind=kind), kind, known_kinds()),)
            ),
        )
        if word not in known
    ]
    if unknown:
        raise InputError(unknown)


def _describe_gap(on: dt.date, kind: str | None, stages: Collection[str]) -> Diagnostic:
    """Return the problem of a day on which no edition is in force, with the editions before and after it."""
    meant = [edition for edition in _list_editions() if _is_for(edition, kind, stages)]
    editions_of_any = meant or list(_list_editions())
    ended = [(one.until, one) for one in editions_of_any if one.until is not None and one.until <= on]
    later = [(one.in_force, one) for one in editions_of_any if one.in_force is not None and one.in_force > on]
    last = max((day for day, _ in ended), default=None)
    first = min((day for day, _ in later), default=None)
    before = [Message("{edition} until before {day}", edition=_name(one), day=day) for day, one in ended if day == last]
    after = [Message("{edition} from {day} on", edition=_name(one), day=day) for day, one in later if day == first]
    message = Message("no edition is in force on {day}", day=on)
    hint = Message("name the edition, and it is assessed under it with a warning")
    return Diagnostic("KD335", "error", message, expected=Message.join([*before, *after]), hint=hint)


def _name(edition: Edition) -> str:
    return edition.framework.edition


def _describe_choices(on: dt.date, found: Sequence[Edition], running: Sequence[Edition]) -> Diagnostic:
    message = (
        Message("several frameworks are in force on {day} for such a school", day=on)
        if found
        else Message("no framework that is in force on {day} is for such a school", day=on)
    )
    expected = list_names([edition.id for edition in found or running])
    hint = Message("name the framework, or the stages and the kind of the school")
    return Diagnostic("KD335", "error", message, expected=expected, hint=hint)
