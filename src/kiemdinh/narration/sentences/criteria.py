"""The criteria of a result as a table, and the recorded figures of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.language import begin_large, shorten_line
from kiemdinh.narration.layout import Item, PageTable, Section
from kiemdinh.narration.names import MAX_TITLE, MAX_TITLE_OF_ROW
from kiemdinh.narration.sentences.blocking import MAX_SHOWN, BlockingSentences, cut_list
from kiemdinh.rules import UNKNOWN, UNMET, Interval
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.notes import IndicatorFigure, IndicatorResult
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names

__all__ = ["CriteriaSentences", "list_criteria"]

_MAX_CODES = 3
_MAX_REASONS = 2
_MAX_YEARS = 5
_MARK = "x"


def list_criteria(result: AssessmentData) -> list[NodeResult]:
    """Return the judged nodes of layers that stand in no other such node: the criteria, in their order."""
    nodes = [node for node in result.nodes if node.layer is not None]
    outline = result.framework.outline
    judged = {node.node for node in nodes}
    return [node for node in nodes if not judged.intersection(outline.ancestors_of(node.node))]


@dataclass(eq=False, repr=False)
class CriteriaSentences:
    """The criteria of a result and its indicators as tables and lists."""

    result: AssessmentData
    blocking: BlockingSentences

    @property
    def names(self) -> Names:
        """What things are called."""
        return self.blocking.names

    @property
    def messages(self) -> Messages:
        """The texts of the language of the page."""
        return self.blocking.messages

    # -- the table ---------------------------------------------------------------------------------------

    def table_sections(self) -> Iterator[Section]:
        """Yield the table: a row for each criterion, with where it stands, its tags, the reason and the evidence.

        There is none where the framework judges no layer.
        """
        rows = list_criteria(self.result)
        if not rows:
            return
        tags = self._list_tags(rows)
        layers = dict.fromkeys(node.layer or "" for node in rows)
        named = [self.names.name_layer(layer) for layer in layers]
        name = ", ".join(named)
        texts = [self.messages.text(f"criteria.{column}") for column in ("stands", "why", "evidence")]
        header = (name, texts[0], *tags.values(), *texts[1:])
        body = tuple(self._row_cells(node, tuple(tags)) for node in rows)
        table = PageTable(header, body, texts=(len(header) - 2, len(header) - 1))
        yield Section(self.messages.text("criteria", layer=", ".join(map(_begin_small, named))), (table,))

    def _list_tags(self, rows: Sequence[NodeResult]) -> dict[str, str]:
        """Return the tags that some rows have and others have not, each with its name as the title of a column."""
        nodes = self.names.framework.nodes
        tagged = [set(nodes[row.node].tags) for row in rows]
        declared = self.names.framework.definition.tags
        return {tag: begin_large(self.names.name_tag(tag)) for tag in declared if any(tag in tags for tags in tagged)}

    def _row_cells(self, node: NodeResult, tags: tuple[str, ...]) -> tuple[str, ...]:
        own = self.names.framework.nodes[node.node].tags
        return (
            self.names.name_node(node.node, node.id, most=MAX_TITLE_OF_ROW),
            self.describe_standing(node),
            *(_MARK if tag in own else "" for tag in tags),
            self._describe_why(node),
            self._list_evidence(node),
        )

    def describe_standing(self, node: NodeResult) -> str:
        """Return where a criterion stands: its level, verdict or score, or that it is unknown."""
        if node.applies is UNMET:
            return self.messages.text("not_applicable")
        if node.truth is not None:
            return self.messages.text(f"state.{node.truth.name.lower()}")
        if node.value is not None:
            return self._describe_score(node, node.value)
        if node.derived is not None:
            return self.messages.format_interval(node.derived, node.derived_unit)
        if node.kind in ("rating", "points"):
            return self.messages.text("criteria.derived")
        if node.determined:
            return self.messages.name_level(node.outcome) if node.outcome else self.messages.text("standing.none")
        if node.guaranteed is None:
            return self.messages.text("state.unknown")
        return self.messages.text("criteria.at_least", level=self.messages.name_level(node.guaranteed))

    def _describe_score(self, node: NodeResult, value: Interval) -> str:
        if not node.determined or value.low is None:
            return self.messages.text("state.unknown")
        name = ValueName(ValueKind(node.kind), node.node)
        return self.blocking.figures.format_value(Figure(str(name), None, value, "==", value, None), value.low)

    def _describe_why(self, node: NodeResult) -> str:
        """Return the reason of its finding, else why it is unknown, else the reasons of what falls short below it."""
        parts = [node.why] if node.why else []
        if node.reasons:
            failing = [item for item in node.evidence if item.state not in ("valid", "unchecked")]
            parts.append(self.blocking.evidence.describe_reasons(node.reasons, failing, node.ended))
        return "; ".join(parts or self._list_open_of_others(node) or self._reasons_below(node))

    def _list_open_of_others(self, node: NodeResult) -> list[str]:
        """Return what is unknown of members of a register, or under other frameworks, each with what is known of it."""
        ids = node.open_of_others
        shown = ids if self.blocking.full or len(ids) <= _MAX_REASONS + 1 else ids[:_MAX_REASONS]
        said = [
            self.messages.text(
                "figure.line",
                what=self.blocking.name_fact(one, None, None, None),
                stands=self.blocking.describe_other(one),
            )
            for one in shown
        ]
        left = len(ids) - len(shown)
        return [*said, self.messages.text("more", n=left)] if left else said

    def _reasons_below(self, node: NodeResult) -> list[str]:
        short = [one for one in self._requirements_of.get(node.id, ()) if one.truth is UNMET and one.why]
        shown = short if self.blocking.full else short[:_MAX_REASONS]
        reasons = [self.messages.text("figure.line", what=self._name_requirement(one), stands=one.why) for one in shown]
        left = len(short) - len(shown)
        return [*reasons, self.messages.text("more", n=left)] if left else reasons

    def _name_requirement(self, node: NodeResult) -> str:
        """Return what a requirement says, with its id behind it: who reads the table need not know ids."""
        title = self.names.framework.nodes[node.node].node.text_in(self.messages.lang)
        if title is None:
            return node.id
        short = shorten_line(title, MAX_TITLE_OF_ROW if self.blocking.full else MAX_TITLE)
        return self.messages.text("title.id_last", title=short, id=node.id)

    @cached_property
    def _requirements_of(self) -> dict[str, list[NodeResult]]:
        """The requirements below each row that are judged by themselves, by the id of the row."""
        rows = {(row.stage, row.node): row.id for row in list_criteria(self.result)}
        found: dict[str, list[NodeResult]] = {}
        for one in self.result.nodes:
            for above in self.names.framework.outline.ancestors_of(one.node):
                row = rows.get((one.stage, above)) or rows.get((None, above))
                if row is not None:
                    found.setdefault(row, []).append(one)
        return found

    def _list_evidence(self, node: NodeResult) -> str:
        shown = node.evidence if self.blocking.full else node.evidence[:_MAX_CODES]
        text = ", ".join(item.code for item in shown)
        left = len(node.evidence) - len(shown)
        return self.messages.text("more_after", text=text, n=left) if left else text

    # -- indicators --------------------------------------------------------------------------------------

    def indicator_sections(self) -> Iterator[Section]:
        """Yield the recorded figures of indicators, the latest school year first, each beside earlier years."""
        items = [Item(self._describe_indicator(found)) for found in self.result.indicators]
        if items:
            shown = tuple(items) if self.blocking.full else cut_list(items, MAX_SHOWN, self.messages)
            yield Section(self.messages.text("indicators"), shown)

    def _describe_indicator(self, found: IndicatorResult) -> str:
        what = self.names.name_value(read_value_name(found.id))
        nodes = ", ".join(found.nodes)
        figures = found.figures if self.blocking.full else found.figures[:_MAX_YEARS]
        stands = "; ".join(self._describe_indicator_figure(found, figure) for figure in figures)
        left = len(found.figures) - len(figures)
        stands = self.messages.text("more_after", text=stands, n=left) if left else stands
        return self.messages.text("indicators.line", what=what, nodes=nodes, stands=stands)

    def _describe_indicator_figure(self, found: IndicatorResult, figure: IndicatorFigure) -> str:
        text = self._format_indicator(found, figure)
        at = [one for one in (figure.stage and self.names.name_stage(figure.stage), figure.year) if one]
        if figure.side == "external":
            at.append(self.messages.text("indicators.external"))
        return self.messages.text("tree.why", text=text, why=", ".join(at)) if at else text

    def _format_indicator(self, found: IndicatorResult, figure: IndicatorFigure) -> str:
        if figure.value is None:
            return self.messages.describe_truth(UNKNOWN)
        point = Interval.point(figure.value)
        text = self.blocking.figures.format_value(Figure(found.id, None, point, "==", point, found.unit), figure.value)
        if figure.part is None or figure.whole is None:
            return text
        part, whole = map(self.messages.format_number, (figure.part, figure.whole))
        return self.messages.text("indicators.share", share=text, part=part, whole=whole)


def _begin_small(text: str) -> str:
    return text[:1].lower() + text[1:]
