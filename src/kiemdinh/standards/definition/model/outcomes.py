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
    """Lower bounds of one figure for the steps of a ladder, rising from step to step (2.4).

    Examples
    --------
    >>> Bands.model_validate({"of": {"value": "total"}, "from": {"pass": 50, "good": "70"}}).from_["good"]
    '70'
    """

    of: Annotated[Quantity, AfterValidator(_check_no_text)] = key(
        description="The figure, without a text of its own: one with a text is named in define"
    )
    from_: Map[Comparand] = key(alias="from", description="For each step the figure from which on it holds")


class LadderOutcome(Localised):
    """An outcome on an ordered scale: a level holds when its condition and those below hold (2.1).

    Attributes
    ----------
    id
        Its id.
    ladder
        The id of the scale whose steps are its levels.
    needs
        The condition of each step, by the id of the step.
    bands
        Always None in a definition that was loaded: they are written out to ``needs``.
    warn_unless
        A condition that warns where it does not hold, and decides nothing (7.3); None where there is none.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("sg.edutrust").definition
    >>> outcome = definition.outcomes[0]
    >>> outcome.ladder, list(outcome.needs)
    ('certification', ['provisional', 'edutrust', 'star'])
    """

    id: Id
    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=BANDS_HELP)
    warn_unless: Cond | None = None


class Case(Localised):
    """One case of a decision list.

    Attributes
    ----------
    id
        The id of the label that it gives.
    if_
        The condition on which it matches; written ``if``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> case = definition.outcomes[0].cases[0]
    >>> case.en, case.if_
    ('Not to accredit (a deficiency was not mended)', 'deficient_again')
    """

    id: Id
    if_: Cond = key(alias="if")


class Otherwise(Localised):
    """The label where no case matches.

    Attributes
    ----------
    id
        The id of the label.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> definition.outcomes[0].otherwise.en
    'Next general review (NGR)'
    """

    id: Id


class LabelOutcome(Localised):
    """A decision list: the first case that matches gives the label (2.5).

    Attributes
    ----------
    id
        Its id.
    cases
        The cases, one or more, in the order in which they are tried.
    otherwise
        The label where none of them matches.
    warn_unless
        A condition that warns where it does not hold, and decides nothing (7.3); None where there is none.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("asean.aun-qa-4").definition
    >>> outcome = definition.outcomes[1]
    >>> [case.id for case in outcome.cases], outcome.otherwise.id
    (['certified'], 'not-certified')
    """

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
"""An outcome of a definition: levels in order, or a decision list of labels."""
