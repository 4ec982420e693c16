"""The terms of a plan, as a caller gives them: targets, budgets, and schools that are required or excluded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import near_words
from kiemdinh.parsing.cells import NumberForm, ReadingError, read_number
from kiemdinh.portfolio.office_results import name_some
from kiemdinh.portfolio.planning.subjects import find_fact

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.portfolio.planning.subjects import PlannedSubjects
    from kiemdinh.rules import Number
    from kiemdinh.standards.names import FactName

__all__ = ["MONEY", "AnyTarget", "BudgetKind", "NodeTarget", "PlanBudget", "PlanTarget", "TermReader", "list_years"]

MONEY: Final = "money"
"""The budget of what changes cost."""
BudgetKind: TypeAlias = Literal["flow", "stock"]
_KINDS: Final = ("flow", "stock")
_MOST_YEARS: Final = 30
"""Years from the first one to the last target."""
_SHARE: Final = NumberForm(percent_of=1)
_OF_SHARES: Final = ("share", "at_least", "by")
_OF_NODES: Final = ("framework", "subject", "node", "by")
"""The keys of targets."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """The target that a share of the schools holds a level by the end of a year.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    level
        The level; one above it counts too.
    rank
        Its place among the levels, counted from 1.
    at_least
        The share.
    by
        The year at whose end it is asked.
    """

    level: LevelRef
    rank: int
    at_least: Fraction
    by: int

    def count_needed(self, schools: int) -> int:
        """Return how many of a number of schools have to hold the level."""
        return ceil(self.at_least * schools)


@dataclass(frozen=True, slots=True)
class NodeTarget:
    """The target that a node of a subject of another framework is met by the end of a year.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    framework, subject
        The id of the framework, and that of the subject.
    fact
        The node, at a step where it has steps.
    by
        The year at whose end it is asked.
    """

    framework: str
    subject: str
    fact: FactName
    by: int


AnyTarget: TypeAlias = PlanTarget | NodeTarget


@dataclass(frozen=True, slots=True)
class PlanBudget:
    """How much of something there is.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    name
        What it is: ``money``, or the name of a number of the efforts.
    kind
        ``flow``: the amount can be spent in its year, and what is left is lost. ``stock``: the amount is there in all,
        from its year on, and what was taken stays taken.
    unit
        Its unit; None where that is not said.
    amounts
        How much there is, by year.
    """

    name: str
    kind: BudgetKind
    unit: str | None
    amounts: Mapping[int, Number]

    def limit_in(self, year: int) -> Number:
        """Return how much there is in a year: of a flow the amount of the year, of a stock the last amount up to it."""
        if self.kind == "flow":
            return self.amounts.get(year, 0)
        return next((self.amounts[one] for one in sorted(self.amounts, reverse=True) if one <= year), 0)


class TermReader:
    """Reads what a plan has to keep; problems are collected, and raised together.

    Parameters
    ----------
    levels
        The levels of the framework, lowest first.
    day
        The day on which the plan begins: its first year is that of this day.
    """

    def __init__(self, levels: Sequence[LevelRef], day: dt.date) -> None:
        self._levels, self._day = levels, day
        self._problems: list[Diagnostic] = []

    def raise_problems(self) -> None:
        """Raise what was found.

        Raises
        ------
        InputError
            A problem was found.
        """
        if self._problems:
            raise InputError(self._problems)

    def refuse(self, path: str, message: Message, expected: Message | None = None, found: object = None) -> None:
        """Keep a problem."""
        told = None if found is None else str(found)
        self._problems.append(Diagnostic("KD334", "error", message, path=path, expected=expected, found=told))

    # -- targets -------------------------------------------------------------------------------------------

    def read_targets(self, targets: object, subjects: PlannedSubjects) -> tuple[AnyTarget, ...]:
        """Return the targets that could be read.

        Parameters
        ----------
        subjects
            The subjects that targets can name.
        """
        if not isinstance(targets, list | tuple) or not targets:
            self.refuse(
                "targets",
                Message("a plan has one target or more"),
                Message("a list of targets, such as {example}", example="[{share: muc-1, at_least: 80%, by: 2030}]"),
            )
            return ()
        found = (self._read_target(raw, f"targets/{i}", subjects) for i, raw in enumerate(targets))
        return tuple(one for one in found if one is not None)

    def _read_target(self, raw: object, path: str, subjects: PlannedSubjects) -> AnyTarget | None:
        if not isinstance(raw, Mapping):
            expected = Message("the keys {names}", names=list_names(_OF_SHARES))
            self.refuse(path, Message("a target has keys with values"), expected, raw)
            return None
        is_node = "node" in raw or "subject" in raw
        keys = _OF_NODES if is_node else _OF_SHARES
        if {*raw} != {*keys}:
            expected = Message("the keys {names}", names=list_names(keys))
            self.refuse(path, Message("the keys of a target are others"), expected, ", ".join(map(str, raw)) or "–")
            return None
        return self._read_node_target(raw, path, subjects) if is_node else self._read_share_target(raw, path)

    def _read_node_target(self, raw: Mapping[str, Any], path: str, subjects: PlannedSubjects) -> NodeTarget | None:
        year = self._read_year(raw["by"], f"{path}/by")
        id_, subject, text = (str(raw[key]) for key in ("framework", "subject", "node"))
        framework = subjects.frameworks.get(id_)
        if framework is None:
            message = Message("no subject of '{id}' is given by references", id=id_)
            self.refuse(f"{path}/framework", message, list_names(sorted(subjects.frameworks)), id_)
            return None
        if (id_, subject) not in subjects.openers:
            known = subjects.ids_of(id_)
            message = Message("no subject of {id} that is given by references is called '{subject}'", id=id_,
                              subject=subject)  # fmt: skip
            near = near_words(subject, known) or known
            self.refuse(f"{path}/subject", message, Message("one of {names}", names=name_some(near)), subject)
        fact = find_fact(framework, text)
        if fact is None:
            message = Message("'{text}' is no node that is met or not", text=text)
            expected = Message("a node that has no steps, or one at a step, such as {example}", example="1.3/muc-1")
            self.refuse(f"{path}/node", message, expected, text)
        if fact is None or year is None or (id_, subject) not in subjects.openers:
            return None
        return NodeTarget(id_, subject, fact, year)

    def _read_share_target(self, raw: Mapping[str, Any], path: str) -> PlanTarget | None:
        level = next((one for one in self._levels if one.id == raw["share"]), None)
        if level is None:
            known = list_names([one.id for one in self._levels])
            self.refuse(f"{path}/share", Message("'{level}' is no level", level=raw["share"]), known, raw["share"])
        share = self._read_number(raw["at_least"], f"{path}/at_least", _SHARE)
        if share is not None and not 0 < share <= 1:
            expected_share = Message("a share above 0 and up to 100 %")
            self.refuse(f"{path}/at_least", Message("this is no share of schools"), expected_share, raw["at_least"])
            share = None
        year = self._read_year(raw["by"], f"{path}/by")
        if level is None or share is None or year is None:
            return None
        return PlanTarget(level, self._levels.index(level) + 1, Fraction(share), year)

    # -- budgets -------------------------------------------------------------------------------------------

    def read_budgets(self, budgets: object, known: Collection[str], currency: str | None) -> tuple[PlanBudget, ...]:
        """Return the budgets that could be read.

        Parameters
        ----------
        known
            The names of numbers that efforts give.
        currency
            What the costs of the efforts are counted in; None where they do not say it.
        """
        if not isinstance(budgets, Mapping):
            self.refuse("budgets", Message("budgets say of each thing that is short how much there is"))
            return ()
        found = [self._read_budget(str(name), raw) for name, raw in budgets.items()]
        for one in filter(None, found):
            if one.name != MONEY and one.name not in known:
                message = Message("no effort takes '{name}'", name=one.name)
                self.refuse(f"budgets/{one.name}", message, list_names([MONEY, *sorted(known)]), one.name)
            if one.name == MONEY and one.unit and currency and one.unit != currency:
                message = Message(
                    "money is counted in two units: {unit} in the budget, {other} in the efforts",
                    unit=one.unit, other=currency,
                )  # fmt: skip
                self.refuse(f"budgets/{MONEY}/unit", message, list_names([currency]), one.unit)
        return tuple(one for one in found if one is not None)

    def _read_budget(self, name: str, raw: object) -> PlanBudget | None:
        path = f"budgets/{name}"
        if not isinstance(raw, Mapping):
            expected = Message("keys with values, such as {example}", example="{kind: flow, 2026: 10}")
            self.refuse(path, Message("a budget says of each year how much there is"), expected, raw)
            return None
        kind = raw.get("kind", "flow" if name == MONEY else None)
        if kind not in _KINDS:
            self.refuse(f"{path}/kind", Message("a budget is a flow or a stock"), list_names(_KINDS), kind or "–")
            kind = "flow"
        amounts: dict[int, Number] = {}
        for key, value in raw.items():
            if key in ("kind", "unit"):
                continue
            year = self._read_year(key, f"{path}/{key}")
            amount = self._read_number(value, f"{path}/{key}")
            if amount is not None and amount < 0:
                self.refuse(f"{path}/{key}", Message("a budget is not negative"), Message("0 or more"), value)
            elif year is not None and amount is not None:
                amounts[year] = amount
        unit = raw.get("unit")
        return PlanBudget(name, cast("BudgetKind", kind), None if unit is None else str(unit), amounts)

    # -- schools -------------------------------------------------------------------------------------------

    def read_schools(self, name: str, schools: object, known: Collection[str]) -> tuple[str, ...]:
        """Return schools that are named; one that is not known is a problem."""
        given = [schools] if isinstance(schools, str) else schools
        if not isinstance(given, Iterable) or isinstance(given, Mapping):
            self.refuse(name, Message("schools are named by a list of their ids"))
            return ()
        found = tuple(dict.fromkeys(str(one) for one in given))
        unknown = [one for one in found if one not in known]
        if unknown:
            message = Message("no school that was assessed is called so: {schools}", schools=name_some(unknown))
            self.refuse(name, message, Message("ids of schools of the table"), name_some(unknown))
        return tuple(one for one in found if one in known)

    def refuse_required(self, require: Collection[str], targets: Iterable[AnyTarget]) -> None:
        """Refuse schools that have to meet a target where no target is about their level."""
        if require and not any(isinstance(one, PlanTarget) for one in targets):
            message = Message("no target says which level the schools have to hold that are required")
            self.refuse("require", message, Message("a target with the keys {names}", names=list_names(_OF_SHARES)))

    def refuse_opposed(self, number: int, against: Sequence[FactName]) -> None:
        """Refuse a target about a node that schools can spoil by what they reach."""
        message = Message(
            "a school that reaches these may make this node unmet, and only levels that help can be planned: {names}",
            names=name_some(map(str, against)),
        )
        self.refuse(f"targets/{number}/node", message)

    def refuse_both(self, require: Iterable[str], exclude: Collection[str]) -> None:
        """Refuse schools that are to be in the plan and not to be in it."""
        both = [one for one in require if one in exclude]
        if both:
            message = Message("these schools are required and excluded: {schools}", schools=name_some(both))
            self.refuse("require", message, Message("schools that are in one list"), name_some(both))

    # -- numbers and years ---------------------------------------------------------------------------------

    def _read_number(self, value: object, path: str, form: NumberForm | None = None) -> Number | None:
        try:
            return read_number(value) if form is None else read_number(value, form)
        except ReadingError as error:
            self.refuse(path, error.message, Message("a number"), value)
            return None

    def _read_year(self, value: Any, path: str) -> int | None:
        text = str(value).strip()
        first = self._day.year
        if isinstance(value, bool) or not text.isdecimal() or not first <= int(text[:9]) < first + _MOST_YEARS:
            expected = Message("a year from {first} to {last}", first=first, last=first + _MOST_YEARS - 1)
            message = Message("this year is before the plan begins, or no year of it")
            self.refuse(path, message, expected, value)
            return None
        return int(text)


def list_years(day: dt.date, targets: Sequence[AnyTarget]) -> Iterator[int]:
    """Yield the years of a plan: from that of its day to that of its last target."""
    yield from range(day.year, max(one.by for one in targets) + 1)
