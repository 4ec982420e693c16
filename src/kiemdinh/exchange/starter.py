"""A small framework for authors who have none to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["load_starter"]

_FILE: Final = Path(__file__).with_name("starter.yaml")


def load_starter() -> Framework:
    """Return a small framework as a start for one's own: an example of the parts that most frameworks have.

    It has a standard with two criteria of two levels, one mandatory and one met by figures, the level of a school and
    an award. Write it as a workbook or a text, and replace its parts by your own.

    Returns
    -------
    Framework
        ``org.example.starter``, in both languages. Lint finds nothing in it.

    Examples
    --------
    >>> from kiemdinh.exchange import load_starter, write_framework_workbook
    >>> load_starter().id
    'org.example.starter'
    >>> write_framework_workbook(load_starter(), lang="vi")[:2]
    b'PK'
    """
    return load(_FILE)
