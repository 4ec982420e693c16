"""The document of law that a definition renders, and the schools that it is for."""

from __future__ import annotations

from collections.abc import Collection

from kiemdinh.parsing.fields import Date, Id, Ids, Text
from kiemdinh.parsing.models import Model, key
from kiemdinh.standards.definition.law import Cited

__all__ = ["CoveredSchools", "LawSource"]


class CoveredSchools(Model):
    """Which schools a document is for, so that the edition for a school can be found by what the school is (4.2).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> definition.source.covers.one_of
    ('thcs', 'thpt', 'chuyen')
    """

    kind: Id = key(description="The kind of school, such as mam-non, pho-thong or gdtx")
    stages: Ids = key(default=(), description="The stages that such a school can have; none where it has no stages")
    one_of: Ids = key(default=(), description="Stages of which it has at least one; without it any stage will do")

    def takes(self, kind: str | None, stages: Collection[str]) -> bool:
        """Return whether the document is for a school of a kind with these stages; None and no stages restrict nothing.

        >>> general = CoveredSchools(kind="pho-thong", stages=["tieu-hoc", "thcs"], one_of=["thcs"])
        >>> general.takes("pho-thong", ["tieu-hoc", "thcs"]), general.takes(None, ["tieu-hoc"])
        (True, False)
        """
        if kind is not None and kind != self.kind:
            return False
        needed = self.one_of or self.stages
        return not stages or (set(stages) <= set(self.stages) and not set(needed).isdisjoint(stages))


class LawSource(Cited):
    """The document of law that a definition renders, whom it is for, and when that edition is in force (4.2).

    Attributes
    ----------
    document
        The document of law, such as a circular with its number.
    part
        The part of the document, such as an annex; None where it is the whole.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt57-2026.gdtx").definition
    >>> definition.source.document, definition.source.in_force
    ('57/2026/TT-BGDĐT', datetime.date(2026, 7, 7))
    """

    document: Text
    part: Text | None = None
    covers: CoveredSchools | None = key(default=None, description="Which schools it is for")
    in_force: Date | None = key(default=None, description="First day in force")
    until: Date | None = key(default=None, description="The day it is replaced, no longer in force")
