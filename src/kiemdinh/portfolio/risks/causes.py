"""What keeps schools from a level, down to requirements, and who can act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.data.office import CauseOfRisk
from kiemdinh.data.outcomes import code_reasons
from kiemdinh.evidence.dossier import Reason
from kiemdinh.portfolio.batch.explained import RowObstacle, find_row_obstacles
from kiemdinh.portfolio.tables import find_latest_rows

if TYPE_CHECKING:
    from kiemdinh.data.office import CauseKind, RiskActor
    from kiemdinh.portfolio.editions import EditionSide
    from kiemdinh.standards.loading import Framework

__all__ = ["find_causes"]

_Place: TypeAlias = "tuple[str | None, str]"
"""A stage and a node."""
_Rows: TypeAlias = Mapping[_Place, Mapping[str, Any]]

_OF_EVIDENCE: Final = frozenset(
    code_reasons((Reason.UNSUPPORTED, Reason.EXPIRED, Reason.NOT_YET_VALID, Reason.DISPUTED, Reason.PENDING))
)
"""Why something is unknown although somebody recorded it as met: what shows it does not count, or is disputed."""
_FOR_REVIEW: Final = frozenset(code_reasons((Reason.DISPUTED, Reason.PENDING)))
_FOR_AUTHORITY: Final = frozenset(code_reasons((Reason.NOT_SET, Reason.WORDING_UNKNOWN)))


def find_causes(side: EditionSide, targets: Mapping[str, str]) -> dict[str, tuple[CauseOfRisk, ...]]:
    """Return for each school of *targets* what keeps it from the level that is named for it.

    For a criterion that is missing, its requirements are named where these are recorded; else the whole criterion is.
    """
    narrowed = side.narrow(targets)
    rows_of = find_latest_rows(narrowed.table, narrowed.batch.rows)
    schools = list(rows_of)
    obstacles = find_row_obstacles(narrowed.table, list(rows_of.values()), [targets[school] for school in schools])
    criteria, requirements = (
        _group_rows(columns) for columns in (narrowed.batch.criteria_columns, narrowed.batch.requirement_columns)
    )
    found = {}
    for place, missing in obstacles:
        school = schools[place]
        teller = _CauseTeller(side.framework, criteria.get(school, {}), requirements.get(school, {}))
        told = dict.fromkeys(cause for obstacle in missing for cause in teller.tell(obstacle))
        found[school] = tuple(told)
    return found


def _group_rows(columns: Mapping[str, Any]) -> Mapping[str, _Rows]:
    """Return the rows of a table of nodes by school, then by stage and node."""
    names = list(columns)
    found: dict[str, dict[_Place, Mapping[str, Any]]] = defaultdict(dict)
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(names, cells, strict=True))
        found[row["school"]][row["stage"], row["id"]] = row
    return found


@dataclass(frozen=True, slots=True)
class _CauseTeller:
    """Tells what is missing in one school; *criteria* and *requirements* have its results."""

    framework: Framework
    criteria: _Rows
    requirements: _Rows

    def tell(self, obstacle: RowObstacle) -> Iterator[CauseOfRisk]:
        """Yield the causes of an obstacle; none where what it asks for is reached."""
        if obstacle.step is None:
            row = self._find_row(self.criteria, obstacle.stage, obstacle.node) or self._find_row(
                self.requirements, obstacle.stage, obstacle.node
            )
            if row is not None and row["state"] in ("unmet", "unknown"):
                yield self._make(obstacle.stage, obstacle.node, obstacle.node, row, is_unmet=row["state"] == "unmet")
            return
        row = self._find_row(self.criteria, obstacle.stage, obstacle.node)
        if row is None:
            return
        info = self.framework.nodes[obstacle.node]
        reached, possible = (_number_of(row[name], info.steps) for name in ("level", "attainable"))
        asked = _number_of(obstacle.step, info.steps)
        if reached >= asked:
            return
        parts = list(self._tell_requirements(obstacle, info.steps[:asked]))
        # Parts that nobody recorded add nothing to what is said of the whole.
        if any(cause.kind != "not-assessed" for cause in parts):
            yield from parts
            return
        yield self._make(
            obstacle.stage, obstacle.node, f"{obstacle.node}/{obstacle.step}", row, is_unmet=possible < asked
        )

    def _tell_requirements(self, obstacle: RowObstacle, steps: tuple[str, ...]) -> Iterator[CauseOfRisk]:
        info = self.framework.nodes[obstacle.node]
        for step in steps:
            for top in info.levels.get(step, ()):
                for node in (top, *self.framework.outline.descendants_of(top)):
                    row = self._find_row(self.requirements, obstacle.stage, node)
                    is_missing = row is not None and row["state"] in ("unmet", "unknown")
                    if row is not None and is_missing and self.framework.nodes[node].is_requirement:
                        yield self._make(obstacle.stage, node, node, row, is_unmet=row["state"] == "unmet")

    def _find_row(self, rows: _Rows, stage: str | None, node: str) -> Mapping[str, Any] | None:
        return rows.get((stage, node)) or rows.get((None, node))

    def _make(self, stage: str | None, node: str, shown: str, row: Mapping[str, Any], *, is_unmet: bool) -> CauseOfRisk:
        cite = self.framework.nodes[node].citation.cite
        if is_unmet:
            return CauseOfRisk("reality", shown, cite, "school", stage)
        reasons = frozenset((row["reason"] or "").split("; ")) - {""}
        kind: CauseKind = "evidence" if reasons & _OF_EVIDENCE else "not-assessed"
        return CauseOfRisk(kind, shown, cite, _choose_actor(reasons), stage, row["reason"])


def _choose_actor(reasons: frozenset[str]) -> RiskActor:
    if reasons & _FOR_AUTHORITY:
        return "authority"
    return "review" if reasons & _FOR_REVIEW else "school"


def _number_of(step: str | None, steps: tuple[str, ...]) -> int:
    """Return the number of a step, counted from 1; 0 for none."""
    return steps.index(step) + 1 if step in steps else 0
