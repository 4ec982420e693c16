"""The verb ``kd.peers``, which compares a school with similar schools, and its result (semantics 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from kiemdinh.data.office import OFFICE_TABLES
from kiemdinh.diagnostics.arguments import check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import near_words
from kiemdinh.portfolio.batch import Batch
from kiemdinh.portfolio.comparison.counts import count_year, read_year, tell_counts
from kiemdinh.portfolio.comparison.figures import read_figures, spread_figures, tell_spreads
from kiemdinh.portfolio.comparison.schools import gather_schools, read_columns, read_given_register
from kiemdinh.portfolio.office_results import OfficeResult, list_rows

if TYPE_CHECKING:
    from kiemdinh.data.office import OfficeKind
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.comparison.counts import PlaceCount
    from kiemdinh.portfolio.comparison.figures import FigureSpread
    from kiemdinh.portfolio.comparison.schools import ComparedSchools
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.rules import Number

__all__ = ["Peers", "peers"]

_NEAR = 5


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Peers(OfficeResult):
    """Where a school stands, and where its peers do.

    See the example of :func:`kiemdinh.peers`.

    Attributes
    ----------
    school
        The school.
    year
        The year that is compared: the latest of the school.
    why
        What the peers have in common with it, by column.
    at
        What is compared: a layer of the framework, ``requirement`` or ``outcome``.
    names
        Each peer with its name, in the order of the register or the table; None where it has none.
    own, counts
        The counts of the school alone, and those of its peers.
    own_figures
        The figures of the school, by their names.
    spreads
        How each figure is spread among its peers.
    """

    kind: ClassVar[OfficeKind] = "peers"
    school: str
    year: str
    why: Mapping[str, str]
    at: str
    names: Mapping[str, str | None]
    own: tuple[PlaceCount, ...]
    counts: tuple[PlaceCount, ...]
    own_figures: Mapping[str, Number]
    spreads: tuple[FigureSpread, ...]

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``rows``, ``peers`` and ``figures``."""
        columns = {**tell_counts(self.counts), "state": [_state_of(one) for one in self.own]}
        own = [self.own_figures.get(one.figure) for one in self.spreads]
        figures = {**tell_spreads(self.spreads), "own": own}
        return {
            "rows": {name: columns[name] for name in OFFICE_TABLES["peers"]["rows"]},
            "peers": {"school": [*self.names], "name": [*self.names.values()]},
            "figures": {name: figures[name] for name in OFFICE_TABLES["peers"]["figures"]},
        }

    def own_rows(self) -> list[dict[str, Any]]:
        """Return the counts of the school alone, row by row."""
        return list_rows(tell_counts(self.own))

    def count_rows(self) -> list[dict[str, Any]]:
        """Return the counts of its peers, row by row."""
        return list_rows(tell_counts(self.counts))

    def own_data(self) -> Mapping[str, Any]:
        """Return whose peers they are, and why."""
        return {"school": self.school, "year": self.year, "why": self.why, "at": self.at}

    def page(self, lang: str | None = None) -> Page:
        """Return it as a page: who the peers are and why, and for each criterion the school beside them."""
        from kiemdinh.narration.office import peers_page  # noqa: PLC0415 - only when text is asked for

        return peers_page(self, lang)

    def draw(self, lang: str | None = None) -> str:
        """Return a heat map with two columns: the school, and its peers."""
        from kiemdinh.narration.drawings.office import draw_peers  # noqa: PLC0415 - only when a picture is asked for

        return draw_peers(self, lang)


def peers(batch: Batch, school: str, *, register: Any = None, by: str | Sequence[str], at: str = "criterion") -> Peers:
    """Return a school beside its peers: the schools that have the same in each column of *by*.

    Peers are in the order of the register, or of the table: they are not ranked. The school itself is not among them.

    Parameters
    ----------
    batch
        What :func:`kiemdinh.assess_many` returns. Of several years the latest of the school is compared.
    school
        The id of the school.
    register
        The schools that can be peers, as for :func:`kiemdinh.compare`; None takes those of the batch.
    by
        The columns in which peers are alike: of the register, else of the table.
    at
        A layer of the framework, ``criterion`` or ``standard``; ``requirement``; or ``outcome``.

    Raises
    ------
    InputError
        There is no such school, layer or column, or a column says nothing of the school.

    Notes
    -----
    The cost is that of :func:`kiemdinh.compare`, without what schools need.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> rows = [{"school": id_, "1.1": level} for id_, level in (("A", "muc-1"), ("B", "muc-2"), ("C", "muc-1"))]
    >>> batch = kd.assess_many("vn.tt57-2026.gdtx", rows, on="2027-06-30")
    >>> register = [{"id": "A", "commune": "01"}, {"id": "B", "commune": "01"}, {"id": "C", "commune": "02"}]
    >>> found = peers(batch, "A", register=register, by="commune")
    >>> dict(found.why), list(found.names)
    ({'commune': '01'}, ['B'])
    """
    if not isinstance(batch, Batch):
        refuse_argument("batch", batch, Message("what kd.assess_many returns"))
    columns = read_columns(by)
    if not columns:
        refuse_argument("by", by, Message("the name of a column, or a list of these"))
    id_ = check_text("school", school)
    years, warnings = gather_schools([batch], read_given_register(register), columns)
    year = next((one for one in reversed(years) if id_ in one.groups), None)
    if year is None:
        raise InputError([_explain_absent(id_, years)])
    why = {name: _check_known(name, value, id_) for name, value in zip(columns, year.groups[id_], strict=True)}
    alike = [other for other, key in year.groups.items() if key == year.groups[id_] and other != id_]
    (states,) = read_year(year, check_text("at", at), None)
    figures = read_figures(states.parts)
    return Peers(
        frameworks=(batch.framework,),
        days=tuple(sorted({part.day for part in year.batches})),
        warnings=tuple(warnings),
        school=id_,
        year=year.year,
        why=why,
        at=at,
        names={other: year.names.get(other) for other in alike},
        own=tuple(count_year(states, {None: [id_]})),
        counts=tuple(count_year(states, {None: alike})),
        own_figures={figure: by_school[id_] for figure, by_school in figures.items() if id_ in by_school},
        spreads=tuple(spread_figures(figures, states, {None: alike})),
        _make_frame=batch.make_frame,
    )


def _check_known(name: str, value: str | None, school: str) -> str:
    if value is None:
        message = Message("the column '{name}' has nothing about the school '{id}'", name=name, id=school)
        raise InputError([Diagnostic("KD334", "error", message, path="by")])
    return value


def _explain_absent(school: str, years: Sequence[ComparedSchools]) -> Diagnostic:
    known = [one for year in years for one in year.groups]
    near = near_words(school, known)[:_NEAR]
    hint = Message("near it: {ids}", ids=Message.join(near)) if near else None
    message = Message("there is no school '{id}' among those that are compared", id=school)
    return Diagnostic("KD334", "error", message, path="school", hint=hint)


def _state_of(one: PlaceCount) -> str:
    """Return how a school stands; of a node without a verdict, how many of its criteria it meets is not one state."""
    found = [state for state in ("met", "unmet", "unknown", "absent") if getattr(one, state)]
    return found[0] if len(found) == 1 else "mixed"
