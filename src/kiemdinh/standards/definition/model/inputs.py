"""Inputs: the questions about a school and its figures; and parameters, which the law leaves open."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import NumberForm, ReadingError, can_be_thousands, read_plain_number
from kiemdinh.parsing.fields import AboveZero, Exact, ExactOrPercent, Id, Ids, RawText, Text, YesNo
from kiemdinh.parsing.models import BeforeValidator, Model, key
from kiemdinh.standards.definition.law import Localised

__all__ = ["Choice", "ChoiceDef", "EffortHint", "InputDef", "ParameterDef", "ParameterValue", "Range", "ValueWithLaw"]

_PERCENT: Final = NumberForm(Message("a percentage"), percent_of=100, only_percent=True)


class Range(Model):
    """The values that an input can take, both ends included.

    Attributes
    ----------
    from_, to
        The lowest and the highest value; None where there is no limit on that side. ``from_`` is written ``from``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> definition.parameters["weight_1"].range.to
    1000
    """

    from_: ExactOrPercent | None = key(default=None, alias="from")
    to: ExactOrPercent | None = None


class ChoiceDef(Localised):
    """One choice of an input, with its text.

    Attributes
    ----------
    id
        Its id.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> [choice.text_in("en") for choice in definition.inputs["type"].choices]
    ['university', 'autonomous college', 'affiliated college']
    """

    id: Id


Choice: TypeAlias = Annotated[ChoiceDef, BeforeValidator(lambda v: {"id": v} if isinstance(v, str) else v)]


class EffortHint(Model):
    """What bringing something about takes, unless an effort file says otherwise (5.3).

    Attributes
    ----------
    cost
        What it costs, above 0, in any one unit; None where that is not said.
    months
        How many months it takes, above 0; None where that is not said.
    who
        Who can bring it about; None where that is not said.
    actionable
        Whether anybody here can bring it about; if not, repairs leave it out.

    Examples
    --------
    >>> EffortHint.model_validate({"cost": 4, "who": "the province"}).months is None
    True
    """

    cost: AboveZero | None = None
    months: AboveZero | None = None
    who: Text | None = None
    actionable: YesNo = True


class InputDef(Localised):
    """A question about the school or a figure of it (số liệu): a metric, or context (1.4).

    Attributes
    ----------
    type
        What a value can be; ``choices``, ``scale``, ``unit``, ``range`` and ``step`` go with their types.
    choices
        The words that can be given, of the type ``choice``; None for every other.
    scale
        The id of the scale, of the type ``scale``; None for every other.
    unit
        What a number is counted in, such as ``person`` or ``percent``; None where it has no unit.
    range
        The numbers that can be given; None where any can.
    step
        Of which number every value is a multiple; 1 for whole numbers, such as pupils.
    each
        What there is one value for: each stage, school year or member of a layer.
    part_of
        The input of which this one is a part, such as teachers rated good of all teachers; it is at most that one.
    given
        Whether the value is context, nothing that could be improved, although its type alone does not say so.
    better
        In which direction a value is nearer to what is wanted, where no rule tells.
    effort
        What it takes to change the value.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt13-2020.mam-non").definition
    >>> land = definition.inputs["land"]
    >>> land.type, land.unit, land.range.from_
    ('number', 'm2', 0)
    """

    type: Literal["yes_no", "choice", "scale", "number", "date", "decision"]
    choices: tuple[Choice, ...] | None = None
    scale: Id | None = None
    unit: Id | None = None
    range: Range | None = None
    step: ExactOrPercent | None = None
    each: Ids = ()
    part_of: Id | None = None
    given: YesNo = False
    better: Literal["higher", "lower"] | None = None
    effort: EffortHint | None = None

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Read percentages with or without the sign."""
        return _read_percent_range(data)


class ParameterValue(Localised):
    """The value of a parameter, with the law that sets it.

    Examples
    --------
    >>> ParameterValue.model_validate({"is": 8, "cite": "Điều 5"}).is_
    '8'
    """

    is_: RawText = key(alias="is", description="The value, as a rule would write it beside the parameter")


ValueWithLaw: TypeAlias = Annotated[
    ParameterValue, BeforeValidator(lambda v: v if isinstance(v, dict | ParameterValue) else {"is": v})
]
"""A value with its law; one without a law may be written alone."""


class ParameterDef(Localised):
    """A value that the law leaves to somebody else, such as a province, or that is not known (7.7).

    Rules read it as they read an input. A dossier cannot record it.

    Attributes
    ----------
    type
        What a value can be; ``choices``, ``scale``, ``unit``, ``range`` and ``step`` go with their types.
    choices
        The words that can be given, of the type ``choice``; None for every other.
    scale
        The id of the scale, of the type ``scale``; None for every other.
    unit
        What a number is counted in, such as ``m2`` or ``percent``; None where it has no unit.
    range
        The numbers that it can be; while it is not set, it is anywhere in it. None where it can be any.
    step
        Of which number every value is a multiple; None where any number will do.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> weight = definition.parameters["weight_1"]
    >>> weight.en, weight.range.from_, weight.default
    ('Weight of criterion 1', 1, None)
    """

    type: Literal["yes_no", "choice", "scale", "number", "date"]
    choices: tuple[Choice, ...] | None = None
    scale: Id | None = None
    unit: Id | None = None
    range: Range | None = None
    step: Exact | None = None
    default: ValueWithLaw | None = key(
        default=None, description="Its value until a file that adopts this one sets another"
    )

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Read percentages with or without the sign."""
        return _read_percent_range(data)


def _read_percent_range(data: Any) -> Any:
    """Read the ends of a percentage, and its step, with or without the sign."""
    if not isinstance(data, dict) or data.get("unit") != "percent":
        return data
    ends = data.get("range")
    if isinstance(ends, dict):  # a value under another key is refused for its key
        ends = ends | {end: _read_percentage(ends[end]) for end in ("from", "to") if end in ends}
    changed = {"range": ends} if "range" in data else {}
    return data | changed | ({"step": _read_percentage(data["step"])} if "step" in data else {})


def _read_percentage(value: object) -> object:
    """Return a percentage in per cent; a text that is no number, or can mean two, stays, for its field to refuse."""
    if can_be_thousands(value):
        return value
    try:
        return read_plain_number(value, _PERCENT)
    except ReadingError as error:
        if error.code == "KD109":
            raise
        return value
