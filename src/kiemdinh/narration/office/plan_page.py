"""A plan as a page: what it comes to, what it keeps, what binds, and what is done year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.amounts import format_budgeted
from kiemdinh.narration.office.office_data import OfficeData, list_warnings
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework

__all__ = ["PlanData", "plan_page"]

_MOST_ACTIONS: Final = 200
"""Things to do that the page names; the tables have all."""
_MONEY: Final = "money"


class SubjectData(Protocol):
    """What a page needs of a subject whose node a target is about."""

    @property
    def framework(self) -> Framework:
        """The framework that the node is of."""

    @property
    def school(self) -> Mapping[str, Any]:
        """Its name."""


class PlanData(OfficeData, Protocol):
    """What a page and a picture need of a plan."""

    @property
    def on(self) -> dt.date:
        """The day on which the plan begins."""

    @property
    def objective(self) -> str:
        """Its objective: ``cheapest`` or ``most``."""

    @property
    def unknowns(self) -> str:
        """What unknowns are taken for."""

    @property
    def phased(self) -> bool | Sequence[str]:
        """Whether each change may be begun in a year of its own, or at which schools."""

    @property
    def status(self) -> str:
        """What is proved."""

    @property
    def cost(self) -> Number | None:
        """What it costs."""

    @property
    def gap(self) -> Number | None:
        """How far it may be from the best."""

    @property
    def currency(self) -> str | None:
        """What money is counted in."""

    @property
    def next_school(self) -> Number | None:
        """What one more school costs."""

    @property
    def unique(self) -> bool | None:
        """Whether no other plan is as good."""

    @property
    def subjects(self) -> Mapping[int, SubjectData]:
        """The subjects of targets about nodes, by the number of the target."""

    @property
    def obstacles(self) -> Mapping[int, Sequence[str]]:
        """What is in the way of nodes although all schools were raised."""

    def frame_rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return a table as rows."""

    def curve(self) -> Sequence[tuple[int, Number]]:
        """Return what so many schools cost."""


def plan_page(found: PlanData, lang: str | None = None) -> Page:
    """Return a plan as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    return _PlanPage(found, speak_of(found.frameworks[0], lang)).make()


class _PlanPage:
    """Makes the page of a plan."""

    def __init__(self, found: PlanData, messages: Messages) -> None:
        self.found, self.messages = found, messages
        self.names = Names(found.frameworks[0], messages)
        self.outcome = found.frameworks[0].outcomes[0].id

    def make(self) -> Page:
        """Return the page."""
        text, found = self.messages.text, self.found
        blocks: list[PageBlock] = [
            Line(found.frameworks[0].title(self.messages.lang)),
            Line(text("office.plan.on", on=self.messages.format_date(found.on))),
            Line(text("office.days", days=", ".join(map(self.messages.format_date, found.days)))),
        ]
        blocks += list_warnings(found, self.messages)
        blocks += [Line(one, strong=i == 0) for i, one in enumerate(self._tell_status())]
        blocks.append(Section(text("office.plan.targets"), tuple(self._tell_targets())))
        if rows := found.frame_rows("budgets"):
            blocks.append(Section(text("office.plan.budgets"), (self._budget_table(rows),)))
        blocks += self._tell_binding()
        blocks += self._tell_conflict()
        blocks += self._list_years()
        blocks.append(Section(text("office.method"), tuple(self._tell_method())))
        return Page(text("office.plan.title"), tuple(blocks))

    # -- what it comes to ----------------------------------------------------------------------------------

    def _tell_status(self) -> Iterator[str]:
        text, found = self.messages.text, self.found
        schools = len(found.frame_rows("schools"))
        if found.cost is None:
            yield text(f"office.plan.{found.status}")
            return
        yield text("office.plan.cost", cost=self._money(found.cost), n=schools)
        kind = found.objective if found.status == "optimal" else found.status
        share = Fraction(found.gap or 0)
        yield text(f"office.plan.{kind}", gap=self.messages.format_number(share * 100, 2))
        if found.next_school is not None:
            yield text("office.plan.next", cost=self._money(found.next_school))
        if found.unique is True:
            yield text("office.plan.unique")
        if found.unique is False:
            yield text("office.plan.others")
        confirmed = [row["confirmed"] for row in found.frame_rows("schools")]
        yield text("office.plan.confirmed", n=confirmed.count(True), whole=schools)
        if False in confirmed:
            yield text("office.plan.refuted", n=confirmed.count(False))

    def _money(self, amount: Number) -> str:
        return format_budgeted(amount, self.found.currency, self.messages)

    def _tell_targets(self) -> Iterator[PageBlock]:
        rows = self.found.frame_rows("targets")
        nodes = [row for row in rows if row["node"] is not None]
        if len(nodes) < len(rows):
            yield self._share_table([row for row in rows if row["node"] is None])
        if nodes:
            yield self._node_table(nodes)
            yield from self._tell_obstacles(nodes)

    def _node_table(self, rows: Sequence[Mapping[str, Any]]) -> PageTable:
        text = self.messages.text
        header = ("target", "subject", "node", "by", "held", "reached", "confirmed")
        body = [
            (
                str(row["target"]),
                self._subject(row),
                Names(self.found.subjects[row["target"]].framework, self.messages).name_shown(row["node"]),
                str(row["by"]),
                *(self._yes(row[name]) for name in ("held", "reached", "confirmed")),
            )
            for row in rows
        ]
        return PageTable(tuple(text(f"office.plan.title.{name}") for name in header), tuple(body))

    def _subject(self, row: Mapping[str, Any]) -> str:
        name = self.found.subjects[row["target"]].school["name"]
        if name is None:
            return str(row["subject"])
        return self.messages.text("office.plan.subject", name=name, id=row["subject"])

    def _yes(self, said: bool | int | None) -> str:
        text = self.messages.text
        return "–" if said is None else text("office.yes") if said else text("office.no")

    def _tell_obstacles(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[PageBlock]:
        """Yield for each node that schools alone cannot bring about what else it needs."""
        for row in rows:
            number = row["target"]
            if self.found.obstacles[number]:
                names = Names(self.found.subjects[number].framework, self.messages)
                said = "; ".join(map(names.name_shown, self.found.obstacles[number]))
                yield Line(self.messages.text("office.plan.obstacles", target=number, names=said))

    def _share_table(self, found: Sequence[Mapping[str, Any]]) -> PageTable:
        text = self.messages.text
        header = ("target", "level", "share", "by", "held", "needed", "reached")
        rows = [
            (
                str(row["target"]),
                self._level(row["level"]),
                self.messages.format_amount(exact_number(row["share"] * 100), "percent"),
                str(row["by"]),
                *(text("office.plan.of", n=row[name], whole=row["schools"]) for name in ("held", "needed", "reached")),
            )
            for row in found
        ]
        return PageTable(tuple(text(f"office.plan.title.{name}") for name in header), tuple(rows))

    def _budget_table(self, rows: Sequence[Mapping[str, Any]]) -> PageTable:
        text = self.messages.text
        header = tuple(text(f"office.plan.title.{name}") for name in ("budget", "year", "limit", "used"))
        body = [
            (
                text("office.plan.budget", name=self._budget(row["budget"]), kind=text(f"office.plan.{row['kind']}")),
                str(row["year"]),
                *(format_budgeted(row[name], row["unit"], self.messages) for name in ("limit", "used")),
            )
            for row in rows
        ]
        return PageTable(header, tuple(body))

    def _level(self, level: str | None) -> str:
        if level is None:
            return self.messages.text("office.plan.none")
        return self.names.name_outcome_level(self.outcome, level)

    def _budget(self, name: str) -> str:
        return self.messages.text("office.plan.money") if name == _MONEY else name

    # -- what it keeps -------------------------------------------------------------------------------------

    def _term(self, row: Mapping[str, Any]) -> str:
        text = self.messages.text
        if row["kind"] == "budget":
            return text("office.plan.term.budget", name=self._budget(row["term"]), year=row["year"])
        return text(f"office.plan.term.{row['kind']}", name=row["term"], year=row["year"])

    def _tell_binding(self) -> Iterator[PageBlock]:
        text = self.messages.text
        rows = self.found.frame_rows("binding")
        if not rows:
            return
        said: list[PageBlock] = []
        for row in rows:
            if row["binds"] and row["gained"]:
                said.append(Item(text("office.plan.gained", term=self._term(row), n=row["gained"])))
            elif row["binds"]:
                said.append(Item(text("office.plan.saved", term=self._term(row), cost=self._money(row["saved"]))))
            elif row["binds"] is None:
                said.append(Item(text("office.plan.may_bind", term=self._term(row))))
        yield Section(text("office.plan.binding"), tuple(said or [Line(text("office.plan.nothing_binds"))]))

    def _tell_conflict(self) -> Iterator[PageBlock]:
        text = self.messages.text
        rows = self.found.frame_rows("conflict")
        if self.found.status == "infeasible" and rows:
            items = tuple(Item(self._term(row)) for row in rows)
            yield Section(text("office.plan.conflict"), (*items, Line(text("office.plan.conflict_how"))))

    # -- what is done --------------------------------------------------------------------------------------

    def _list_years(self) -> Iterator[PageBlock]:
        text = self.messages.text
        actions = self.found.frame_rows("actions")
        for year, several in groupby(actions[:_MOST_ACTIONS], key=lambda row: row["year"]):
            schools = groupby(several, key=lambda row: (row["school"], row["level"], row["level_by"]))
            items = tuple(self._tell_school(*about, [*rows]) for about, rows in schools)
            yield Section(text("office.plan.year", year=year, cost=self._sum(actions, year)), items)
        if len(actions) > _MOST_ACTIONS:
            yield Line(text("office.plan.more", n=len(actions) - _MOST_ACTIONS))

    def _sum(self, actions: Sequence[Mapping[str, Any]], year: int | None = None) -> str:
        total = sum((Fraction(row["cost"]) for row in actions if year in (None, row["year"])), Fraction(0))
        return self._money(exact_number(total))

    def _tell_school(self, school: str, level: str, level_by: int, rows: Sequence[Mapping[str, Any]]) -> Item:
        """Return what a school does, each thing below it with its cost."""
        text = self.messages.text
        parts = (
            Item(
                text(
                    "office.plan.action",
                    what=text(f"office.plan.{row['kind']}", what=self.names.name_shown(row["id"])),
                    cost=self._money(row["cost"]),
                )
            )
            for row in rows
        )
        said = text("office.plan.school", school=school, level=self._level(level), year=level_by, cost=self._sum(rows))
        return Item(said, tuple(parts))

    def _tell_method(self) -> Iterator[PageBlock]:
        text, phased = self.messages.text, self.found.phased
        if phased is not True:
            yield Line(text("office.plan.how"))
        if not isinstance(phased, bool):
            yield Line(text("office.plan.how_phased_at", schools=", ".join(phased)))
        elif phased:
            yield Line(text("office.plan.how_phased"))
        for key in ("frozen", self.found.unknowns, *(("nodes",) if self.found.subjects else ())):
            yield Line(text(f"office.plan.{key}"))
