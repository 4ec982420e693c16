"""Where each school of a batch stands at each node: met, unmet, unknown, or the node does not apply to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from kiemdinh.diagnostics.arguments import check_choice, refuse_argument
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["OUTCOME", "REQUIREMENT", "NodePlace", "PlaceState", "SchoolStates", "list_places", "read_states"]

PlaceState: TypeAlias = Literal["met", "unmet", "unknown", "absent"]
OUTCOME: Final = "outcome"
"""By what ``at`` names the level, or the label, of the whole school."""
REQUIREMENT: Final = "requirement"

_WORST: Final[Sequence[PlaceState]] = ("unmet", "unknown", "met")


class NodePlace(NamedTuple):
    """A node, and where it has levels one of them: a row of counts.

    See the example of :func:`kiemdinh.peers`.

    Attributes
    ----------
    node
        The id of the node, or of the outcome.
    level
        The level; None where the node is met or not.
    counted
        The nodes whose states are counted: itself, or of a node without a verdict the judged ones below it.
    """

    node: str
    level: str | None
    counted: tuple[str, ...]


SchoolStates: TypeAlias = "Mapping[tuple[str, str | None], PlaceState]"
"""Where one school stands: its state at each node and level."""


def list_places(batch: Batch, at: str) -> list[NodePlace]:
    """Return the places that *at* names: a layer of the framework, ``requirement`` or ``outcome``.

    Raises
    ------
    InputError
        There is no such layer, or it has nothing that is met or unmet.
    """
    framework = batch.framework
    check_choice("at", at, (OUTCOME, *framework.outline.by_layer, REQUIREMENT))
    if at == OUTCOME:
        main = framework.outcomes[0].id
        return [NodePlace(main, level.id, (main,)) for level in batch.level_refs]
    places = [place for info in framework.nodes.values() if _is_at(info, at) for place in _places_of(framework, info)]
    if not places:
        message = Message("nothing of '{at}' in {framework} is met or unmet", at=at, framework=framework.id)
        refuse_argument("at", at, Message("a layer that is judged by levels, or met or not"), message=message)
    return places


def _is_at(info: NodeInfo, at: str) -> bool:
    if at == REQUIREMENT:
        return info.layer is None and info.verdict == "met"
    return info.layer is not None and info.layer.id == at


def _places_of(framework: Framework, info: NodeInfo) -> Iterator[NodePlace]:
    if info.verdict is not None:
        yield from (NodePlace(info.id, level, (info.id,)) for level in _levels_of(info))
        return
    below = [framework.nodes[node] for node in framework.outline.descendants_of(info.id)]
    judged = {node.id: _levels_of(node) for node in below if node.layer is not None and node.verdict is not None}
    for level in dict.fromkeys(level for levels in judged.values() for level in levels):
        yield NodePlace(info.id, level, tuple(node for node, levels in judged.items() if level in levels))


def _levels_of(info: NodeInfo) -> list[str | None]:
    """Return the levels at which a node is met or unmet; None alone where it has none, nothing where it has a score."""
    if info.verdict == "met":
        return [None]
    if info.verdict == "level":
        return [step for step in info.steps if info.is_asked(step)]
    is_recorded = info.verdict == "rating" and info.layer is not None and info.layer.derive is None
    return list(info.steps) if is_recorded else []


def read_states(batch: Batch, at: str) -> dict[str, dict[tuple[str, str | None], PlaceState]]:
    """Return where each school of a batch stands. Each school has one row in it.

    A school whose stages are judged apart meets what all of them meet (2.6). The cost is one pass over the rows of the
    table of criteria, of requirements or of levels.
    """
    if at == OUTCOME:
        return _read_outcomes(batch)
    columns = batch.requirement_columns if at == REQUIREMENT else batch.criteria_columns
    found: dict[str, dict[tuple[str, str | None], PlaceState]] = {}
    for school, node, states in _walk_nodes(batch.framework, columns):
        own = found.setdefault(school, {})
        for level, state in states:
            place = (node, level)
            own[place] = _join_states((own[place], state)) if place in own else state
    return found


def _walk_nodes(
    framework: Framework, columns: Columns
) -> Iterator[tuple[str, str, Sequence[tuple[str | None, PlaceState]]]]:
    """Yield each row of a table of nodes: its school, its node, and the state at each level of that."""

    @cache  # most rows say what others say
    def tell(
        node: str, level: str | None, attainable: str | None, determined: object, state: str
    ) -> Sequence[tuple[str | None, PlaceState]]:
        info = framework.nodes[node]
        return [(each, _state_at(info, each, level, attainable, state, determined)) for each in _levels_of(info)]

    if "level" not in columns:
        for school, node, state in zip(columns["school"], columns["id"], columns["state"], strict=True):
            yield school, node, tell(node, None, None, None, state)
        return
    names = ("school", "id", "level", "attainable", "determined", "state")
    for school, node, *cells in zip(*(columns[name] for name in names), strict=True):
        yield school, node, tell(node, *cells)


def _state_at(
    info: NodeInfo, at: str | None, level: str | None, attainable: str | None, state: str, determined: object
) -> PlaceState:
    if state == "not-applicable":
        return "absent"
    if at is None:
        return "met" if state == "met" else "unmet" if state == "unmet" else "unknown"
    place = info.steps.index(at)
    if level is not None and level in info.steps and info.steps.index(level) >= place:
        return "met"
    if attainable is not None and attainable in info.steps:
        return "unmet" if info.steps.index(attainable) < place else "unknown"
    # Of a score of which nothing is known no step is attainable either.
    return "unmet" if determined and attainable is None else "unknown"


def _join_states(states: Iterable[PlaceState]) -> PlaceState:
    """Return the state of a school by those of its stages: the worst among those to which the node applies."""
    several = set(states)
    return next((state for state in _WORST if state in several), "absent")


def _read_outcomes(batch: Batch) -> dict[str, dict[tuple[str, str | None], PlaceState]]:
    main, levels = batch.framework.outcomes[0].id, [ref.id for ref in batch.level_refs]
    is_ladder = batch.framework.main_ladder is not None
    columns = batch.level_columns
    found: dict[str, dict[tuple[str, str | None], PlaceState]] = {}
    for school, level, attainable in zip(columns["school"], columns["level"], columns["attainable"], strict=True):
        low = -1 if level is None else levels.index(level)
        high = -1 if attainable is None else levels.index(attainable)
        found[school] = {
            (main, each): _reach(place, low, high) if is_ladder else _is_label(place, low)
            for place, each in enumerate(levels)
        }
    return found


def _reach(place: int, low: int, high: int) -> PlaceState:
    return "met" if low >= place else "unmet" if high < place else "unknown"


def _is_label(place: int, low: int) -> PlaceState:
    return "unknown" if low < 0 else "met" if low == place else "unmet"
