"""The content of all forms: the school, its criteria and levels, its texts and evidence, and the blanks."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from kiemdinh.evidence.dossier import Dossier, EvidenceItem
from kiemdinh.explanation.costs import Efforts, read_efforts
from kiemdinh.narration.layout import Item, Line, PageBlock, PageBreak, Section, SideBySide, Title
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.narration.pages import blocking_sentences
from kiemdinh.narration.sentences import CriteriaSentences, list_criteria
from kiemdinh.parsing.cells import clean_text
from kiemdinh.reports.kinds import FORMATS_WITH_PICTURES, TABULAR_FORMATS

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment, Costs
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.data.repairs import Repair

__all__ = ["BLANK", "RatedStandard", "RatedStep", "ReportContent"]

BLANK: Final = "……"
"""The dots that are printed where nothing is recorded."""

_LINES_TO_SIGN: Final = 4
_MAX_LETTERS: Final = 8
"""How many letters are named where there are many."""
_LAST_MONTH_WITH_ZERO: Final = 2
_PARTS_OF_CODE: Final = re.compile(r"\d+|\D+")


@dataclass(frozen=True, slots=True)
class RatedStandard:
    """A standard with the criteria in it; ``node`` is None for criteria that stand in none."""

    node: str | None
    criteria: tuple[NodeResult, ...]


@dataclass(frozen=True, slots=True)
class RatedStep:
    """A step of a criterion: its id and name, its requirements, and whether it is met."""

    id: str
    name: str
    requirements: tuple[str, ...]
    state: Literal["met", "unmet", "unknown"]


@dataclass(eq=False, repr=False)
class ReportContent:
    """The content of forms for one result, in one language; blanks are collected in ``blanks`` as forms ask for texts.

    Parameters
    ----------
    result
        The result, with its dossier.
    lang
        ``vi`` or ``en``.
    date
        The day that is printed; None leaves it blank.
    costs
        The efforts of changes, as the caller gave them.
    format
        The format that the report is written in; None where a template is filled in instead.
    """

    result: Assessment
    lang: str
    date: dt.date | None
    costs: Costs
    format: str | None = "docx"
    blanks: dict[str, dict[str, None]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.blocking = blocking_sentences(self.result, self.lang, full=True)
        self.names, self.messages = self.blocking.names, self.blocking.messages
        self.text = self.messages.text
        self.table = CriteriaSentences(self.result, self.blocking)
        self.dossier: Dossier = self.result.dossier
        stages = self.dossier.school.stages
        self.efforts: Efforts = read_efforts(self.costs, self.result.framework, stages=stages)

    @property
    def has_pictures(self) -> bool:
        """Whether pictures are printed; drawing one takes seconds where there are hundreds of criteria."""
        return self.format in FORMATS_WITH_PICTURES

    @property
    def is_tabular(self) -> bool:
        """Whether the report will be sorted and filtered: there, few large tables are better than many small ones."""
        return self.format in TABULAR_FORMATS

    # -- what is blank ---------------------------------------------------------------------------------------

    def fill(self, text: str | None, what: str, of: str = "") -> str:
        """Return a text. If there is none, return dots and note *what*, *of* a criterion or an item, as blank."""
        found = clean_text(text) if text else ""
        if found:
            return found
        self.blanks.setdefault(of, {})[what] = None
        return BLANK

    def list_blanks(self) -> list[str]:
        """Return the blanks: a line for each criterion or item, and a line for each blank that belongs to neither."""
        return [
            line
            for of, whats in self.blanks.items()
            for line in ([self.text("report.blank.of", name=of, what="; ".join(whats))] if of else whats)
        ]

    def note(self, key: str, what: str) -> str:
        """Return a text of the school's own from ``school: {KEY: …}`` or ``notes: {KEY: …}``."""
        notes = self.dossier.notes
        blank = self.text("report.blank.at", what=what, place=f"notes: {key}")
        return self.fill(notes.get(f"school.{key}") or notes.get(f"notes.{key}"), blank)

    def text_of(self, node: str, key: str) -> str:
        """Return a text of a node on one line; empty where the dossier has none."""
        return clean_text(self.dossier.texts.get(node, {}).get(key, ""))

    # -- head, signature, end --------------------------------------------------------------------------------

    def head(self, title: str, *, is_letter: bool) -> Iterator[PageBlock]:
        """Yield the head of a report and its title; a letter has the name of the country, the place and the day."""
        own = self._name_lines()
        if is_letter and self.result.framework.id.startswith("vn."):
            country = (Line(self.text("report.country"), strong=True), Line(self.text("report.motto"), strong=True))
            yield SideBySide(own, country)
        else:
            yield SideBySide(own, ())
        yield Line(self.place_and_day(), align="right", slanted=True)
        yield Title(title)

    def _name_lines(self) -> tuple[Line, ...]:
        authority = self.note("authority", self.text("report.blank.authority"))
        return Line(authority.upper()), Line(self.school_name().upper(), strong=True)

    def school_name(self) -> str:
        """Return the name of the school, else its id."""
        found = self.result.school
        return self.fill(found["name"] or found["id"], self.text("report.blank.school"))

    def place_and_day(self) -> str:
        """Return the place and the day that are printed above a report; either may be blank."""
        place = self.note("place", self.text("report.blank.place"))
        return self.text("report.place_and_day", place=place, day=self.day())

    def day(self) -> str:
        """Return the day in words, or with dots to write it by hand."""
        if self.date is None:
            self.fill(None, self.text("report.blank.date"))
            return self.text("report.day", day=BLANK, month=BLANK, year=BLANK)
        if self.lang != "vi":
            return self.messages.format_date(self.date)
        # Days under 10, and the months January and February, are written with a zero (Decree 30/2020/NĐ-CP).
        month = f"{self.date.month:02d}" if self.date.month <= _LAST_MONTH_WITH_ZERO else str(self.date.month)
        return self.text("report.day", day=f"{self.date.day:02d}", month=month, year=self.date.year)

    def signature(self) -> SideBySide:
        """Return the block in which the head of the school signs."""
        head = self.note("head", self.text("report.blank.head"))
        title = self.dossier.notes.get("school.head_title") or self.text("report.head_title")
        space = tuple(Line("") for _ in range(_LINES_TO_SIGN))
        signing = Line(title.upper(), strong=True), Line(self.text("report.sign"), slanted=True)
        return SideBySide((), (*signing, *space, Line(head, strong=True)))

    def end(self, *remarks: str) -> Iterator[PageBlock]:
        """Yield a sheet with the blanks and with what has to be checked; yield nothing where there is neither."""
        self.remarks = remarks
        blanks = tuple(map(Item, self.list_blanks()))
        checks = tuple(map(Item, remarks))
        if not blanks and not checks and not self.letters:
            return
        yield PageBreak()
        parts: list[PageBlock] = [Line(self.text("report.end_how"))]
        if blanks:
            parts.append(Section(self.text("report.blanks", n=sum(map(len, self.blanks.values()))), blanks))
        if checks:
            parts.append(Section(self.text("report.checks"), checks))
        if self.letters:
            parts.append(Section(self.text("report.letters"), tuple(map(Item, self.letters))))
        yield Section(self.text("report.end"), tuple(parts))

    def add_letters(self, blocks: Sequence[PageBlock], letters: Sequence[str]) -> tuple[PageBlock, ...]:
        """Return the blocks of a page, whose last sheet lists the letters that are not printed, by number and name."""
        named = [f"U+{ord(one):04X} {unicodedata.name(one, '')}".strip() for one in letters[:_MAX_LETTERS]]
        left = len(letters) - len(named)
        self.letters = (*named, *([self.text("more", n=left)] if left else ()))
        match blocks:
            case (*before, PageBreak(), Section(title, _)) if title == self.text("report.end"):
                blocks = before
        return (*blocks, *self.end(*self.remarks))

    # -- criteria ------------------------------------------------------------------------------------------

    @cached_property
    def standards(self) -> tuple[RatedStandard, ...]:
        """The standards in their order, each with its criteria; those outside standards have an entry of their own."""
        nodes = self.result.framework.nodes
        found: dict[str | None, list[NodeResult]] = {}
        for node in list_criteria(self.result):
            found.setdefault(nodes[node.node].parent, []).append(node)
        return tuple(RatedStandard(standard, tuple(criteria)) for standard, criteria in found.items())

    def name_standard(self, standard: RatedStandard) -> str:
        """Return the name of a standard."""
        if standard.node is None:
            return self.text("report.no_standard")
        return self.names.name_node(standard.node, most=MAX_TITLE_OF_ROW)

    def name_criterion(self, node: NodeResult) -> str:
        """Return the name of a criterion, with its stage where it is a stage's own."""
        return self.names.name_node(node.node, node.id, most=MAX_TITLE_OF_ROW)

    def steps_of(self, node: NodeResult) -> tuple[RatedStep, ...]:
        """Return the steps of a criterion that have requirements, lowest first."""
        info = self.result.framework.nodes[node.node]
        held, possible = (self._rank(node, level) for level in (node.guaranteed, node.attainable))
        found = []
        for rank, (step, ids) in enumerate(info.levels.items()):
            state: Literal["met", "unmet", "unknown"] = (
                "met" if rank < held else "unmet" if rank >= possible else "unknown"
            )
            words = tuple(map(self._tell_requirement, ids))
            found.append(RatedStep(step, self.names.name_step(node.node, step), words, state))
        return tuple(found)

    def _tell_requirement(self, node_id: str) -> str:
        """Return a requirement with its letter, as people write it: ``a) …``."""
        node = self.result.framework.nodes[node_id].node
        return self.text("report.requirement", id=node.id, text=node.text_in(self.lang) or node_id)

    def _rank(self, node: NodeResult, level: LevelRef | None) -> int:
        """Return the rank of a level: how many steps of the criterion are reached with it."""
        steps = [*self.result.framework.nodes[node.node].levels]
        return 0 if level is None or level.id not in steps else steps.index(level.id) + 1

    def cite(self, node: NodeResult) -> str:
        """Return the codes that records about a criterion cite, in brackets as Annex IV prints them; else empty."""
        codes = ", ".join(item.code for item in node.evidence)
        return f"({codes})" if codes else ""

    # -- evidence and repairs --------------------------------------------------------------------------------

    @cached_property
    def evidence(self) -> tuple[EvidenceItem, ...]:
        """The items of the index, in the order of their codes."""
        return tuple(sorted((self.dossier.evidence or {}).values(), key=lambda item: _split_code(item.code)))

    @cached_property
    def uses(self) -> Mapping[str, Sequence[str]]:
        """The criteria that cite each item, by its code."""
        found: dict[str, dict[str, None]] = {}
        for standard in self.standards:
            for node in standard.criteria:
                for item in node.evidence:
                    found.setdefault(item.code, {})[node.id] = None
        return {code: [*ids] for code, ids in found.items()}

    @cached_property
    def repair(self) -> Repair | None:
        """The cheapest repair to the next level; None where there is none, or something must be settled first."""
        if self.result.target is None:
            return None
        return next(iter(self.result.repairs(costs=self.efforts, limit=1)), None)


def _split_code(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return the key by which codes are sorted: numbers as numbers, so that MC.1.1.2 comes before MC.1.1.10."""
    parts = _PARTS_OF_CODE.findall(code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
