"""Confirmations: somebody's word on what a part of a definition says."""

from __future__ import annotations

from typing import Annotated, Literal

from kiemdinh.parsing.fields import Date, Id, Text
from kiemdinh.parsing.models import BeforeValidator, Model, key
from kiemdinh.standards.definition.model.language import check_language

__all__ = ["Confirmation", "ConfirmationFile"]


class Confirmation(Model):
    """Somebody's word that a part says what the law says, or that it does not, until the part changes.

    Examples
    --------
    >>> said = {"at": "1.3", "digest": "sha256:…", "role": "legal officer", "on": "2026-07-20", "document": "By-law 12"}
    >>> Confirmation.model_validate(said).says
    'confirmed'
    """

    at: Text = key(description="What was confirmed: a node, such as 1.3/muc-1/a, or an entry, such as awards/ID")
    digest: Text = key(description="Its digest at that time: framework.node_digest(at)")
    role: Text = key(description="In which role it was confirmed, such as legal officer; no name of a person")
    on: Date = key(description="When it was confirmed")
    document: Text = key(description="The document with which it was compared")
    says: Literal["confirmed", "differs"] = key(default="confirmed", description="Whether the law says so too")
    note: Text | None = key(default=None, description="What differs, or what else there is to say")


class ConfirmationFile(Model):
    """A file of confirmations, beside the definition that it is about: ID.confirmations.yaml."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = key(description="Version of the language")
    confirms: Id = key(description="The id of the framework")
    confirmations: tuple[Confirmation, ...] = key(min_length=1)
