"""Where a school stands, as sentences: its level, its stages, both sides, and counts by standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, PageBlock, PageTable, Section
from kiemdinh.narration.names import MAX_TITLE_OF_ROW, Names

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import GroupResult, OutcomeResult

__all__ = ["StandingSentences"]


@dataclass(slots=True, eq=False, repr=False)
class StandingSentences:
    """Where a school stands, as sentences and tables."""

    names: Names
    messages: Messages

    def standing_section(self, result: AssessmentData, *more: PageBlock) -> Section:
        """Return the levels: of the school, of its stages, and by each side; then the blocks of *more*."""
        return Section(self.messages.text("standing"), (*self._standing_blocks(result), *more))

    def _standing_blocks(self, result: AssessmentData) -> Iterator[PageBlock]:
        for i, outcome in enumerate(result.outcomes):
            yield Line(self._outcome_line(outcome), strong=i == 0)
        if len(result.parts) > 1:
            for part in result.parts:
                stage, stands = self.names.name_stage(part.stage), self.describe_standing(part.outcomes[0])
                yield Item(self.messages.text("standing.stage", stage=stage, stands=stands))
        for side, outcome in result.sides.items():
            yield Item(self.messages.text(f"standing.side.{side}", stands=self.describe_standing(outcome)))
        if not all(outcome.exact for outcome in result.outcomes):
            yield Line(self.messages.text("standing.inexact"))

    def _outcome_line(self, outcome: OutcomeResult) -> str:
        return self.messages.text(
            "standing.line", outcome=self.names.name_outcome(outcome.id), stands=self.describe_standing(outcome)
        )

    def describe_standing(self, outcome: OutcomeResult) -> str:
        """Return the level or label that is certain, or between which levels the outcome lies.

        That no level is reached is stated only of an outcome that is determined.
        """
        if outcome.determined:
            return self.messages.name_level(outcome.outcome) if outcome.outcome else self.messages.text("standing.none")
        if outcome.kind == "labels":
            labels = self.messages.join_alternatives(
                self.messages.quote_text(self.messages.name_level(label)) for label in outcome.labels
            )
            return self.messages.text("standing.undetermined_labels", labels=labels)
        attainable = (
            self.messages.quote_text(self.messages.name_level(outcome.attainable)) if outcome.attainable else ""
        )
        if outcome.guaranteed is None:
            return self.messages.text("standing.undetermined_from_none", attainable=attainable)
        guaranteed = self.messages.quote_text(self.messages.name_level(outcome.guaranteed))
        return self.messages.text("standing.undetermined", guaranteed=guaranteed, attainable=attainable)

    # -- by standard -------------------------------------------------------------------------------------

    def group_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield a table for each layer inside another: by standard, how many criteria stand at each level."""
        told = [g for g in result.groups if g.counts or g.open or g.absent]
        for layer in dict.fromkeys(g.layer for g in told):
            groups = [g for g in told if g.layer == layer]
            above = self.names.framework.nodes[groups[0].node].layer
            name = self.names.name_layer(above.id) if above else layer
            title = self.messages.text("groups", layer=name.lower(), members=self.names.name_layer(layer).lower())
            yield Section(title, (self._count_table(layer, name, groups),))

    def _count_table(self, layer: str, above: str, groups: list[GroupResult]) -> PageTable:
        columns = self._count_columns(layer, groups)
        header = (above, *columns.values())
        return PageTable(header, tuple((self._row_name(g, groups), *self._count_cells(g, columns)) for g in groups))

    def _count_columns(self, layer: str, groups: list[GroupResult]) -> dict[str, str]:
        """Return the title of each column by its key: the levels that occur, lowest first, then open, then absent.

        The last two have keys that no level can have.
        """
        info = next(layer_ for layer_ in self.names.framework.definition.layers if layer_.id == layer)
        found = {level for g in groups for level in g.counts}
        steps = self.names.framework.nodes[self.names.framework.outline.by_layer[layer][0]].steps
        below = sorted(found - set(steps) - {"met", "unmet"})
        columns = {level: self.messages.text("groups.below") for level in below}
        columns |= {key: self.messages.text(f"groups.{key}") for key in ("unmet", "met") if key in found}
        columns |= {step: self.names.name_scale_step(info.scale, step) for step in steps if step in found}
        columns |= {"?open": self.messages.text("groups.open")} if any(g.open for g in groups) else {}
        return columns | ({"?absent": self.messages.text("groups.absent")} if any(g.absent for g in groups) else {})

    def _row_name(self, group: GroupResult, groups: list[GroupResult]) -> str:
        name = self.names.name_node(group.node, most=MAX_TITLE_OF_ROW)
        several = len({g.stage for g in groups}) > 1
        return (
            self.messages.text("groups.in_stage", stage=self.names.name_stage(group.stage), name=name)
            if several
            else name
        )

    def _count_cells(self, group: GroupResult, columns: dict[str, str]) -> list[str]:
        numbers = {**group.counts, "?open": group.open, "?absent": group.absent}
        return [str(numbers.get(key, 0) or "–") for key in columns]
