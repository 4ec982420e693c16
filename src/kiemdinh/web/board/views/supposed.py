"""The standing of a school if some findings were different, and the cheapest way from there; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.evidence.entries import AllowedEntries, allowed_entries
from kiemdinh.evidence.reading import given_value
from kiemdinh.narration.layout import render_blocks
from kiemdinh.narration.pages import blocking_sentences, explanation_blocks
from kiemdinh.standards.names import ValueName
from kiemdinh.web.board.views.fields import split_share
from kiemdinh.web.board.views.school import SchoolState, assess_school, name_aim, name_certain, say_what_to_do, state_of

__all__ = ["SupposedView", "suppose"]


@dataclass(frozen=True, slots=True)
class SupposedView:
    """The standing that the school would have: its level, the goal above it, and what would then be left to do."""

    level: str | None
    state: SchoolState
    aim: str | None
    changes_html: str
    do_html: str


def suppose(
    framework: str, dossier: Mapping[str, Any], on: str | None, lang: str, steps: int, changes: Mapping[str, str]
) -> SupposedView:
    """Return the standing if *changes* held: the typed text by the id of each node or input.

    The other parameters are those of :func:`~kiemdinh.web.board.views.school.view_school`.

    Raises
    ------
    InputError
        Something cannot be supposed, or the dossier or the day cannot be read.
    """
    now = assess_school(framework, dossier, on, steps)
    allowed = allowed_entries(now.framework)
    read, attempts = {}, Attempts()
    for key, typed in changes.items():
        value = attempts.run(_read_typed, key, typed, allowed)
        if value is not None:
            read[key] = value
    supposed = attempts.require(attempts.run(now.what_if, read))
    result = supposed.result
    blocking = blocking_sentences(result, lang, full=False)
    target = result.target
    return SupposedView(
        name_certain(result, blocking.messages),
        state_of(result),
        None if target is None or target.blocking is None else name_aim(blocking.messages, target.level),
        render_blocks(explanation_blocks(result, supposed, lang), 3),
        say_what_to_do(result, lang),
    )


def _read_typed(key: str, typed: str, allowed: AllowedEntries) -> Any:
    """Return what was typed as a dossier writes it: ``92/96`` becomes a part of a whole where the figure can be one.

    Raises
    ------
    InputError
        The text has no value, such as ``nan``: a dossier ignores it, but a person who types it supposes something.
    """
    name = allowed.framework.outline.fact_names.read_shown(key).name
    figure = allowed.inputs.get((name.input if isinstance(name, ValueName) else None) or "")
    share = split_share(typed) if figure is not None and allowed.takes_shares(figure.name) else None
    words = () if figure is None else figure.vocabulary
    if any(given_value(part, words) is None for part in (share or {key: typed}).values()):
        message = Message("'{typed}' is no value", typed=shorten_text(typed))
        hint = Message("leave it empty where nothing changes; write 'unknown' where it is not known")
        raise InputError([Diagnostic("KD106", "error", message, path=key, hint=hint)])
    return share or typed
