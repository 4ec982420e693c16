"""The draft of a carry-over as a workbook of one school, as a school fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.arguments import check_text
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.narration.language import Messages
from kiemdinh.narration.pages import carry_over_head, carry_over_remarks
from kiemdinh.portfolio.templates import write_school_workbook
from kiemdinh.standards.catalogue import load
from kiemdinh.standards.names import split_place

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.transitions.carrying import CarriedOver

__all__ = ["write_carried_workbook"]


def write_carried_workbook(
    done: CarriedOver, framework: AnyFramework | None = None, *, named: str | None = None
) -> bytes:
    """Return the draft of a carry-over as a workbook (XLSX), which :func:`open_school_workbook` reads.

    It has the same records as ``done.dossier``, each with its origin beside it, and what to look at first below the
    head. The cost is linear in its cells.

    Parameters
    ----------
    done
        What :func:`kiemdinh.carry_over` has made.
    framework
        The new framework; None for the bundled one that *done* names.
    named
        What the workbook says of its framework, such as the path of one that is not bundled; None for its id.

    Raises
    ------
    InputError
        There is no such framework; the draft has something that no workbook can say (KD720); or openpyxl is not
        installed (KD717).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> old = {"framework": "vn.tt18-2018", "date": "2026-05-30", "findings": {"1.1": "muc-2"}}
    >>> done = kd.carry_over(old, to="vn.tt57-2026.pho-thong", on="2027-06-30")
    >>> write_carried_workbook(done)[:2]
    b'PK'
    """
    name = None if named is None else check_text("named", named)
    target = load(split_place(done.target)[0] if framework is None else framework, on=done.on)
    messages = Messages(done.language)
    return write_school_workbook(
        read_dossier(done.dossier, target, default_date=done.on),
        target,
        lang=done.language,
        named=name,
        first=carry_over_head(done, messages) if done.carried else (),
        remarks=carry_over_remarks(done, messages),
    )
