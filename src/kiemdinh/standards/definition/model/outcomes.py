"""Outcomes: a ladder of levels, or a decision list."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.fields import Id, Map, refuse_value
from kiemdinh.parsing.models import AfterValidator, Discriminator, Model, Tag, key
from kiemdinh.standards.definition.conditions import Comparand, Cond, Quantity, find_key
from kiemdinh.standards.definition.law import Localised

__all__ = ["BANDS_HELP", "Bands", "Case", "LabelOutcome", "LadderOutcome", "Otherwise", "Outcome", "tag_ladder"]

BANDS_HELP: Final = (
    "A ladder over one figure, in place of needs; or beside it, and then needs adds conditions to its steps"
)


def _check_no_text(figure: Any) -> Any:
    if figure.vi is not None or figure.en is not None or figure.text is not None:
        hint = Message("name it in define with its text, and write of: {{value: NAME}}")
        refuse_value(
            "KD105",
            Message("the figure of bands has a text of its own"),
            expected=Message("a figure without a text"),
            hint=hint,
        )
    return figure


class Bands(Model):
    """Lower bounds of one figure for the steps of a ladder, rising from step to step (2.4)."""

    of: Annotated[Quantity, AfterValidator(_check_no_text)] = key(
        description="The figure, without a text of its own: one with a text is named in define"
    )
    from_: Map[Comparand] = key(alias="from", description="For each step the figure from which on it holds")


class LadderOutcome(Localised):
    """An outcome on an ordered scale: a level holds when its condition and those below hold (2.1).

    ``ladder`` is the scale, ``needs`` the condition of each of its steps; ``warn_unless`` only warns (7.3). ``bands``
    are written out to ``needs`` when a definition is loaded, and are never set in one that was.
    """

    id: Id
    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=BANDS_HELP)
    warn_unless: Cond | None = None


class Case(Localised):
    """One case of a decision list."""

    id: Id
    if_: Cond = key(alias="if")


class Otherwise(Localised):
    """The label where no case matches."""

    id: Id


class LabelOutcome(Localised):
    """A decision list: the first case that matches gives the label (2.5)."""

    id: Id
    cases: tuple[Case, ...] = key(min_length=1)
    otherwise: Otherwise
    warn_unless: Cond | None = None


def tag_ladder(value: object) -> str:
    """Return the tag of what has a ladder, or of what has none."""
    return "?ladder" if find_key(value, ("ladder", "cases", "otherwise")) == "ladder" else "?plain"


Outcome: TypeAlias = Annotated[
    Annotated[LadderOutcome, Tag("?ladder")] | Annotated[LabelOutcome, Tag("?plain")],
    Discriminator(tag_ladder),
]
