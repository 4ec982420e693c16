"""Opens the old dossier of a carry-over with its framework, and the dossier into which records are carried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.reading import OpenDossier, check_known, framework_of, open_dossier, read_dossier
from kiemdinh.parsing.read import Readable
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["AnyDossier", "BaseDossier", "OldDossier", "open_base", "open_old"]

AnyDossier: TypeAlias = "Dossier | OpenDossier | Readable"
"""A dossier in any form that callers have: read or opened, its file (``Path``), its text, or plain data."""


@dataclass(frozen=True, slots=True)
class OldDossier:
    """The dossier from which records come, with the framework by which it was read."""

    dossier: Dossier
    framework: Framework


@dataclass(frozen=True, slots=True)
class BaseDossier:
    """The dossier into which records are carried.

    Attributes
    ----------
    dossier
        Its records.
    framework
        The new framework.
    text
        Its text, where it was given as a text: a carry-over that adds nothing leaves that as it is.
    """

    dossier: Dossier
    framework: Framework
    text: str | None = None

    @property
    def has_records(self) -> bool:
        """Whether it has a finding or a value."""
        return bool(self.dossier.findings or self.dossier.values)


def open_old(old: AnyDossier, framework: AnyFramework | None = None, *, allow_files: bool = False) -> OldDossier:
    """Return the old dossier with its framework: the one given, else the one that the dossier names, on its date.

    Raises
    ------
    InputError
        With every problem of the dossier; or its framework cannot be found.
    """
    if isinstance(old, Dossier):
        named = framework if framework is not None else old.framework
        if named is None:
            expected = Message("framework=…, or 'framework:' in the dossier")
            raise InputError([Diagnostic("KD330", "error", Message("no framework is given"), expected=expected)])
        found = load(named, on=old.date)
        check_known(old, found)
        return OldDossier(old, found)
    opened = open_dossier(old)
    given = None if framework is None else load(framework, on=opened.date)
    found = given or framework_of(opened, allow_files=allow_files)
    return OldDossier(read_dossier(opened, found), found)


def open_base(into: AnyDossier | None, framework: Framework, on: dt.date) -> BaseDossier:
    """Return the dossier into which records are carried, read by the new framework; an empty one for None.

    Raises
    ------
    InputError
        With every problem of it; or it is of another framework, or of a later day (KD261).
    """
    if into is None:
        return BaseDossier(Dossier(framework=framework.id), framework)
    if isinstance(into, Dossier):
        check_known(into, framework)
        base = BaseDossier(into, framework)
    else:
        opened = open_dossier(into)
        text = opened.source.text if opened.source.is_text else None
        base = BaseDossier(read_dossier(opened, framework, default_date=on), framework, text)
    _check_base(base.dossier, framework, on)
    return base if base.dossier.framework else replace(base, dossier=replace(base.dossier, framework=framework.id))


def _check_base(base: Dossier, framework: Framework, on: dt.date) -> None:
    if base.framework not in (None, framework.id):
        message = Message("the dossier to carry into is of another framework")
        expected, found = Message.verbatim(framework.id), base.framework
        raise InputError([Diagnostic("KD261", "error", message, expected=expected, found=found)])
    if base.date is not None and base.date > on:
        message = Message("the dossier to carry into has a later day")
        expected = Message("{day} or earlier", day=on)
        raise InputError([Diagnostic("KD261", "error", message, expected=expected, found=base.date.isoformat())])
