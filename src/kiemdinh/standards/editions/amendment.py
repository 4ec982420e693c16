"""What an amendment file says: the edition that it changes, from which day on, and each change (4.2)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from kiemdinh.parsing.fields import Id, Model, Text
from kiemdinh.standards.definition import Certainty, Cited, ExpectedCounts, LawSource, Localised, check_language

__all__ = ["Action", "AmendingChange", "Amendment"]

Action: TypeAlias = Literal["add", "replace", "remove", "renumber", "retitle", "suspend", "resume", "move"]


class AmendingChange(Cited):
    """One change of an edition; *cite* is the article of the act that makes it."""

    at: Text = Field(description="What is changed: 1.5/muc-2/a, awards/ID/KEY, inputs/ID; of 'add' what it is put into")
    do: Action
    to: Any = Field(
        default=None, description="The new definition; of 'renumber' the new id, of 'retitle' the new texts"
    )
    before: Text | None = Field(
        default=None, description="Before what it is put, of 'add' and 'move'; else it is put behind all that is there"
    )


class Amendment(Model):
    """An act that changes an edition, as a list of changes that all take effect on its first day in force."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = Field(description="Version of the language")
    amends: Id = Field(description="The id of the framework that it changes")
    source: LawSource
    certainty: Certainty | None = Field(default=None, description="How sure we are of changes that do not say it")
    citations: Literal["as-written"] | None = Field(
        default=None, description="as-written: what is put in cites what it says; else the act stands beside it"
    )
    expect: ExpectedCounts | None = Field(default=None, description="How many there are to be after the changes")
    changes: tuple[AmendingChange, ...] = Field(min_length=1)
    unread: tuple[Localised, ...] = Field(
        default=(), description="What the act is known to change besides, in words; it changes nothing here"
    )
