"""The frameworks that are served: chosen when the application is made, and loaded in each worker before it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.standards.catalogue import Bundled, bundled_ids, catalogue, load
from kiemdinh.standards.loading import Framework

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["ServedFramework", "choose_served", "find_references", "find_served", "serve_in_this_process"]

ServedFramework: TypeAlias = "str | Framework"
"""A framework that is served: the id of a bundled one, whose edition depends on the day; else the framework itself."""

_SERVED: dict[str, ServedFramework] = {}
"""The frameworks that this worker serves, by id. A worker is a process of its own and serves one application."""


def choose_served(frameworks: Iterable[AnyFramework] | None) -> Mapping[str, ServedFramework]:
    """Return the frameworks that an application serves, by their ids, from what its maker gave.

    Parameters
    ----------
    frameworks
        Frameworks as :func:`kiemdinh.load` takes them; None for all that are bundled.

    Raises
    ------
    InputError
        *frameworks* is not a list of frameworks, one of them cannot be loaded, or two have the same id.
    """
    if frameworks is None:
        return {one.id: one.id for one in catalogue()}
    if isinstance(frameworks, str | bytes | Mapping | PathLike | Framework) or not isinstance(frameworks, Iterable):
        refuse_argument("frameworks", frameworks, Message("a list of frameworks: ids, paths or loaded ones"))
    attempts = Attempts()
    found: dict[str, ServedFramework] = {}
    for one in frameworks:
        served = attempts.run(_choose_one, one)
        if served is not None:
            attempts.run(_add_served, found, served)
    return attempts.require(found)


def _choose_one(framework: AnyFramework) -> ServedFramework:
    named = framework.id if isinstance(framework, Bundled) else framework
    return named if isinstance(named, str) and named in bundled_ids() else load(named)


def _add_served(found: dict[str, ServedFramework], served: ServedFramework) -> None:
    name = served if isinstance(served, str) else served.id
    if name in found:
        refuse_argument("frameworks", name, Message("each framework once"))
    found[name] = served


def serve_in_this_process(frameworks: Mapping[str, ServedFramework]) -> None:
    """Load frameworks in a worker, before it is asked anything."""
    _SERVED.update(frameworks)
    for one in frameworks.values():
        load(one)


def find_served(framework_id: str) -> ServedFramework:
    """Return the framework of an id that this worker serves.

    Raises
    ------
    InputError
        It serves none of that id (KD330).
    """
    if framework_id not in _SERVED:
        near = suggest(framework_id, _SERVED)
        refuse_argument(
            "framework",
            framework_id,
            list_names(tuple(_SERVED)),
            message=Message("no framework '{name}' is served here", name=shorten_text(framework_id)),
            code="KD330",
            hint=None if near is None else Message("did you mean '{near}'?", near=near),
        )
    return _SERVED[framework_id]


def find_references(framework: ServedFramework) -> tuple[Framework, ...]:
    """Return the served frameworks to which one may refer and that are not bundled; none if it refers to nothing."""
    if isinstance(framework, str) or not framework.definition.references:
        return ()
    return tuple(one for one in _SERVED.values() if isinstance(one, Framework) and one is not framework)
