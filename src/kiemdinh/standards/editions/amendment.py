"""The model of an amendment file: the edition that it changes, from which day on, and each change (4.2)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from kiemdinh.parsing.fields import Id, Text
from kiemdinh.parsing.models import BeforeValidator, Model, key
from kiemdinh.standards.definition import Certainty, Cited, ExpectedCounts, LawSource, Localised, check_language

__all__ = ["Action", "AmendingChange", "Amendment"]

Action: TypeAlias = Literal["add", "replace", "remove", "renumber", "retitle", "suspend", "resume", "move"]


class AmendingChange(Cited):
    """One change of an edition; *cite* is the article of the act that makes it."""

    at: Text = key(description="What is changed: 1.5/muc-2/a, awards/ID/KEY, inputs/ID; of 'add' what it is put into")
    do: Action
    to: Any = key(default=None, description="The new definition; of 'renumber' the new id, of 'retitle' the new texts")
    before: Text | None = key(
        default=None, description="Before what it is put, of 'add' and 'move'; else it is put behind all that is there"
    )


class Amendment(Model):
    """An act that changes an edition, as a list of changes that all take effect on its first day in force."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = key(description="Version of the language")
    amends: Id = key(description="The id of the framework that it changes")
    source: LawSource
    certainty: Certainty | None = key(default=None, description="How sure we are of changes that do not say it")
    citations: Literal["as-written"] | None = key(
        default=None, description="as-written: what is put in cites what it says; else the act stands beside it"
    )
    expect: ExpectedCounts | None = key(default=None, description="How many there are to be after the changes")
    changes: tuple[AmendingChange, ...] = key(min_length=1)
    unread: tuple[Localised, ...] = key(
        default=(), description="What the act is known to change besides, in words; it changes nothing here"
    )
