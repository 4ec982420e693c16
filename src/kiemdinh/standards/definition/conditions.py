"""The surface language of conditions and quantities, as an author writes them.

Its main rule is: a comparison is one operand key, such as ``value`` or ``count``, plus one or more comparators. Each
alternative has a key of its own, so that an editor with the JSON Schema can complete it and a mistake can be named.
Each can have a text, which is shown in its place where rules are put into words.

The first line of a class is what editors show, by the published JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.fields import Exact, Id, Map, RawText, Whole, refuse_value
from kiemdinh.parsing.models import AfterValidator, Discriminator, Model, NotEmpty, Tag, key
from kiemdinh.standards.definition.law import Cited, Localised

__all__ = [
    "COMPARATORS",
    "EXPECTED_FORMS",
    "AllOf",
    "AnyOf",
    "AwardCompared",
    "ChangeCompared",
    "ChangeQuantity",
    "Comparand",
    "Compared",
    "Cond",
    "CountCompared",
    "CountQuantity",
    "Defined",
    "Every",
    "HighestCompared",
    "HighestQuantity",
    "ItsCompared",
    "ItsQuantity",
    "LowestCompared",
    "LowestQuantity",
    "MeanCompared",
    "MeanQuantity",
    "NotOf",
    "OutcomeCompared",
    "Quantity",
    "Rounding",
    "ShareCompared",
    "ShareQuantity",
    "Step",
    "StepTable",
    "SumCompared",
    "SumQuantity",
    "Table",
    "ValueCompared",
    "ValueQuantity",
    "ValueTable",
    "find_key",
]

COMPARATORS: Final = ("at_least", "at_most", "above", "below", "is")
# A map is searched in this order for the key that decides its form.
_AGGREGATES: Final = ("sum", "mean", "lowest", "highest")
_QUANTITIES = ("value", "its", "change", "count", "share", *_AGGREGATES)
_GROUPS = ("all", "any", "not", "every")
_FACTS = ("outcome", "award")
_MAX_DIGITS: Final = 30
"""Decimals that a rounding may keep."""

_CONDITION = Message("a condition is expected")
_QUANTITY = Message("a quantity is expected")
_COMPARAND = Message("a value is expected")
EXPECTED_FORMS: Final[Mapping[str, Message]] = {
    _CONDITION: Message(
        "a defined name, met, unmet, or a map with one of {names}", names=", ".join((*_GROUPS, *_FACTS, *_QUANTITIES))
    ),
    _QUANTITY: Message("a map with one of {names}", names=", ".join(_QUANTITIES)),
    _COMPARAND: Message("a number, a word, a table (by) or a quantity"),
}
"""The alternatives that are expected, for each message of the three unions below."""


# The discriminators of the unions: pydantic asks them which alternative a value is, and with the answer None reports
# the union's own message. A value is what was read from a file, or a model when it is written again.


def find_key(value: object, keys: tuple[str, ...]) -> str | None:
    """Return the first of *keys* that a map or a model has: the key decides which alternative of a union it is.

    Where a map has none of them, a key that is a misspelt one of these counts, so that the misspelling is reported.

    >>> find_key({"lader": "muc"}, ("ladder", "cases"))
    'ladder'
    """
    if isinstance(value, Mapping):
        found = next((key for key in keys if key in value), None)
        return found or next((near for key in value if (near := suggest(str(key), keys)) is not None), None)
    if isinstance(value, Model):
        return next((key for key in keys if _field_of_key(key) in type(value).model_fields), None)
    return None


def _field_of_key(key: str) -> str:
    return key + "_" if key in ("all", "any", "not", "sum", "is") else key


def _mark_tag(kind: str | None) -> str | None:
    """Return the tag of an alternative, marked so that in pydantic's paths it is not taken for a key of the data."""
    return None if kind is None else f"?{kind}"


def _tag_condition(value: object) -> str | None:
    return _mark_tag("word" if isinstance(value, str) else find_key(value, (*_GROUPS, *_FACTS, *_QUANTITIES)))


def _tag_quantity(value: object) -> str | None:
    return _mark_tag(find_key(value, _QUANTITIES))


def _tag_comparand(value: object) -> str | None:
    if isinstance(value, Mapping | Model):
        kind = find_key(value, ("values", "steps", *_QUANTITIES))
        return _mark_tag("by" if kind is None and isinstance(value, Mapping) and "by" in value else kind)
    return None if isinstance(value, list | tuple) or value is None else _mark_tag("literal")


def _tag_comparand_or_list(value: object) -> str | None:
    return _mark_tag("list") if isinstance(value, list | tuple) else _tag_comparand(value)


def _tag_defined(value: object) -> str | None:
    """Return whether a defined name stands for a quantity: a map with the key of one and without a comparator."""
    compared = isinstance(value, Mapping) and any(key in value for key in COMPARATORS)
    compared = compared or isinstance(value, Compared)
    return _mark_tag("quantity" if not compared and _tag_quantity(value) else "condition")


class ValueQuantity(Localised):
    """The value of an input or of a defined quantity, perhaps divided by another (*per*).

    Attributes
    ----------
    value
        The id of the input or of the defined quantity.
    per
        The id of the input that it is divided by; None where it is taken as it is.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> definition.tree[0].weight.value
    'weight_1'
    """

    value: Id
    per: Id | None = None


class ItsQuantity(Localised):
    """What the member at hand has: verdict, level, rating, points, finding or weight.

    Attributes
    ----------
    its
        Which of these is meant.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("sg.edutrust").definition
    >>> definition.define["total"].of.its
    'points'
    """

    its: Literal["verdict", "level", "rating", "points", "finding", "weight"]


class ChangeQuantity(Localised):
    """The value of a yearly input less that of the school year before.

    Attributes
    ----------
    change
        The id of the yearly input.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> definition.tree[4].parts[5].levels["muc-2"][0].warn_unless.of.change
    'study_and_conduct'
    """

    change: Id


class CountQuantity(Localised):
    """How many members of a set there are, or how many fulfil *that*.

    Attributes
    ----------
    count
        The id of the set or layer whose members are counted.
    that
        What members that count must fulfil; None where all of them count.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt04-2025").definition
    >>> failed = definition.define["failed_criteria"]
    >>> failed.en, failed.count, failed.that
    ('Criteria that fail', 'criterion', 'unmet')
    """

    count: Id
    that: Cond | None = None


class ShareQuantity(Localised):
    """The share of a set's members that fulfil *that*, in percent; perhaps weighted.

    Attributes
    ----------
    share
        The id of the set or layer whose members the share is taken of.
    that
        What members that count must fulfil.
    weight
        How much each member counts beside the others; None where each counts the same.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt15-2017.trung-tam").definition
    >>> total = definition.define["total"]
    >>> total.share, total.that
    ('standard', 'met')
    """

    share: Id
    that: Cond
    weight: Quantity | None = None


def _check_digits(digits: int) -> int:
    if digits > _MAX_DIGITS:
        refuse_value(
            "KD106",
            Message("rounding to {digits} decimals", digits=digits),
            expected=Message("at most {n}", n=_MAX_DIGITS),
        )
    return digits


class Rounding(Model):
    """Round to *digits* decimals; a half goes away from zero, to even, up or down.

    Attributes
    ----------
    digits
        How many decimals are kept, at most 30.
    half
        Where a half goes: ``away`` from zero, to ``even``, ``up`` or ``down``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> rounding = definition.define["cgpa"].round
    >>> rounding.digits, rounding.half
    (2, 'up')
    """

    digits: Annotated[Whole, AfterValidator(_check_digits)]
    half: Literal["away", "even", "up", "down"]


class _Aggregate(Localised):
    """A quantity of the members of a set, taken together.

    Attributes
    ----------
    of
        The quantity that is taken of each member.
    round
        How the result is rounded; None where it is not.
    """

    of: Quantity
    round: Rounding | None = None


class _Weighted(_Aggregate):
    """A quantity of the members of a set, taken together by their weights.

    Attributes
    ----------
    weight
        How much each member counts beside the others; None where each counts the same.
    """

    weight: Quantity | None = None


class SumQuantity(_Weighted):
    """The sum of a quantity over a set, perhaps weighted.

    Attributes
    ----------
    sum_
        The id of the set or layer over whose members the sum is taken; written ``sum``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("sg.edutrust").definition
    >>> total = definition.define["total"]
    >>> total.sum_, total.of.its
    ('criterion', 'points')
    """

    sum_: Id = key(alias="sum")


class MeanQuantity(_Weighted):
    """The mean of a quantity over a set, perhaps weighted.

    Attributes
    ----------
    mean
        The id of the set or layer over whose members the mean is taken.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("asean.aun-qa-4").definition
    >>> overall = definition.define["overall"]
    >>> overall.mean, overall.of.its, overall.round.digits
    ('criterion', 'rating', 0)
    """

    mean: Id


class LowestQuantity(_Aggregate):
    """The lowest of a quantity over a set.

    Attributes
    ----------
    lowest
        The id of the set or layer of whose members the lowest is taken.

    Examples
    --------
    >>> LowestQuantity.model_validate({"lowest": "standard", "of": {"its": "rating"}}).lowest
    'standard'
    """

    lowest: Id


class HighestQuantity(_Aggregate):
    """The highest of a quantity over a set.

    Attributes
    ----------
    highest
        The id of the set or layer of whose members the highest is taken.

    Examples
    --------
    >>> HighestQuantity.model_validate({"highest": "criterion", "of": {"its": "finding"}}).highest
    'criterion'
    """

    highest: Id


class Step(Model):
    """One step of a table by a number: up to and including *up_to*; the last one has none.

    Attributes
    ----------
    up_to
        The largest number of this step, itself included; None for the last step, which has no end.
    then
        The value for numbers up to there: a number, a word, a quantity or another table.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt13-2020.mam-non").definition
    >>> table = definition.tree[3].levels["muc-2"][3].met_if.at_least
    >>> [(step.up_to, step.then) for step in table.steps]
    [(14, '1'), (None, '2')]
    """

    up_to: Exact | None = None
    then: Comparand


class ValueTable(Cited):
    """A value for each choice of an input (or, for an award's validity, of an outcome).

    Attributes
    ----------
    by
        The id of the input, a choice or a scale of steps, whose value is looked up.
    values
        The entry for each choice or step, by its id.
    otherwise
        The entry for all others; None where each has one of its own.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.nd20-2014.xa").definition
    >>> table = definition.tree[0].parts[0].met_if.at_least
    >>> table.by, dict(table.values), table.otherwise
    ('area', {'extremely-difficult': '90%'}, '95%')
    """

    by: Id
    values: Map[Comparand]
    otherwise: Comparand | None = None


class StepTable(Cited):
    """A value by the size of a number.

    Attributes
    ----------
    by
        The id of the input or the defined quantity by whose size the value is looked up.
    steps
        The steps, rising; the last one holds for all that is larger.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt13-2020.mam-non").definition
    >>> definition.tree[3].levels["muc-2"][3].met_if.at_least.by
    'groups'
    """

    by: Id
    steps: tuple[Step, ...] = key(min_length=1)


class Compared(Model):
    """The comparators; several on one operand must all hold.

    Attributes
    ----------
    at_least, at_most, above, below
        The bound of the comparison, a number or word, or a quantity that gives it; None where it is not asked.
    is_
        What it has to equal (written ``is``): a value, or a list of which one will do.
    """

    needs_one_of = COMPARATORS
    """Keys of which an author must write at least one: the comparators."""

    at_least: Comparand | None = None
    at_most: Comparand | None = None
    above: Comparand | None = None
    below: Comparand | None = None
    is_: ComparandOrList | None = key(default=None, alias="is")

    def check_parts(self) -> None:
        """Refuse a comparison without a comparator."""
        if not self.list_comparisons():
            refuse_value("KD105", Message("a comparison needs a comparator"), expected=list_names(COMPARATORS))

    def list_comparisons(self) -> tuple[tuple[str, Any], ...]:
        """Return the comparators that are written, in the order of COMPARATORS, each with its right side.

        >>> ValueCompared.model_validate({"value": "pupils", "above": "0", "at_most": "40"}).list_comparisons()
        (('at_most', '40'), ('above', '0'))
        """
        pairs = ((key, getattr(self, _field_of_key(key))) for key in COMPARATORS)
        return tuple((key, value) for key, value in pairs if value is not None)


class ValueCompared(ValueQuantity, Compared):
    """A value, compared.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt17-2018").definition
    >>> condition = definition.tree[6].met_if
    >>> condition.value, condition.per, condition.list_comparisons()
    ('pupils_reaching_goals', 'pupils_with_goals', (('at_least', '100%'),))
    """


class ItsCompared(ItsQuantity, Compared):
    """What the member at hand has, compared.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> condition = definition.define["weak"].that
    >>> condition.its, condition.at_least
    ('finding', 'weakness')
    """


class ChangeCompared(ChangeQuantity, Compared):
    """A change from year to year, compared.

    Examples
    --------
    >>> ChangeCompared.model_validate({"change": "loans", "at_least": 0}).list_comparisons()
    (('at_least', '0'),)
    """


class CountCompared(CountQuantity, Compared):
    """A number of members, compared.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> weak = definition.define["weak"]
    >>> weak.count, weak.that.its, weak.list_comparisons()
    ('criterion', 'finding', (('at_least', '1'),))
    """


class ShareCompared(ShareQuantity, Compared):
    """A share of members, compared with a percentage.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.nd20-2014.huyen").definition
    >>> condition = definition.tree[0].met_if
    >>> condition.share, condition.list_comparisons()
    ('communes', (('at_least', '90%'),))
    """


class SumCompared(SumQuantity, Compared):
    """A sum over a set, compared.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> condition = definition.tree[4].parts[5].levels["muc-2"][0].warn_unless
    >>> condition.sum_, condition.above
    ('five_years', '0')
    """


class MeanCompared(MeanQuantity, Compared):
    """A mean over a set, compared.

    Examples
    --------
    >>> MeanCompared.model_validate({"mean": "criterion", "of": {"its": "rating"}, "above": "2.5"}).above
    '2.5'
    """


class LowestCompared(LowestQuantity, Compared):
    """The lowest over a set, compared.

    Examples
    --------
    >>> LowestCompared.model_validate({"lowest": "criterion", "of": {"its": "rating"}, "at_least": 3}).at_least
    '3'
    """


class HighestCompared(HighestQuantity, Compared):
    """The highest over a set, compared.

    Examples
    --------
    >>> HighestCompared.model_validate({"highest": "criterion", "of": {"its": "finding"}, "below": "serious"}).below
    'serious'
    """


class OutcomeCompared(Localised, Compared):
    """The level or label of an outcome, of the school as a whole or by one side's findings.

    Attributes
    ----------
    outcome
        The id of the outcome; ``FRAMEWORK/ID`` for one of another framework.
    side
        By whose findings alone the outcome is read, the school's own (``self``) or those of an external review; None
        for all of them.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> condition = definition.awards[0].needs
    >>> condition.outcome, condition.list_comparisons()
    ('grade', (('at_least', 'C'),))
    """

    outcome: RawText
    side: Literal["self", "external"] | None = None


class AwardCompared(Localised, Compared):
    """An award by recorded decision: held, revoked, never, or a grade; perhaps held for a length of time.

    Several awards are taken as equal: one of them is enough.

    Attributes
    ----------
    award
        The id of the award, or ``FRAMEWORK/ID`` for one of another framework; or several of them.
    for_
        For how long it must have been held, such as ``2 years``; written ``for``. None where no time is asked for.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.ntm-2021.huyen").definition
    >>> condition = definition.tree[0].met_if.that
    >>> condition.award, condition.list_comparisons()
    ('vn.tt18-2018/chuan-quoc-gia', (('at_least', 'muc-do-1'),))
    """

    award: RawText | Annotated[tuple[RawText, ...], NotEmpty]
    for_: RawText | None = key(default=None, alias="for")

    def list_awards(self) -> tuple[str, ...]:
        """Return the awards that are taken as equal; usually there is one."""
        return (self.award,) if isinstance(self.award, str) else self.award


class AllOf(Localised):
    """All of these hold.

    Attributes
    ----------
    all_
        The conditions, one or more; written ``all``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt04-2025").definition
    >>> [type(part).__name__ for part in definition.awards[0].needs.all_]
    ['ValueCompared', 'OutcomeCompared']
    """

    all_: tuple[Cond, ...] = key(alias="all", min_length=1)


class AnyOf(Localised):
    """At least one of these holds.

    Attributes
    ----------
    any_
        The conditions, one or more; written ``any``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("uk.ofsted-2025").definition
    >>> definition.outcomes[0].cases[2].if_.any_
    ('other_urgent', 'unsafe', 'leadership_urgent')
    """

    any_: tuple[Cond, ...] = key(alias="any", min_length=1)


class NotOf(Localised):
    """What is inside does not hold.

    Attributes
    ----------
    not_
        The condition that must not hold; written ``not``.

    Examples
    --------
    >>> NotOf.model_validate({"not": "deficient"}).not_
    'deficient'
    """

    not_: Cond = key(alias="not")


class Every(Localised):
    """Each member of a set fulfils *that*.

    Attributes
    ----------
    every
        The id of the set, or of a layer: all its nodes.
    that
        The condition that each member must fulfil.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.nd20-2014.tinh").definition
    >>> condition = definition.tree[0].met_if
    >>> condition.every, condition.that.outcome
    ('districts', 'vn.nd20-2014.huyen/mam-non')
    """

    every: Id
    that: Cond


_Quantities: TypeAlias = (
    Annotated[ValueQuantity, Tag("?value")]
    | Annotated[ItsQuantity, Tag("?its")]
    | Annotated[ChangeQuantity, Tag("?change")]
    | Annotated[CountQuantity, Tag("?count")]
    | Annotated[ShareQuantity, Tag("?share")]
    | Annotated[SumQuantity, Tag("?sum")]
    | Annotated[MeanQuantity, Tag("?mean")]
    | Annotated[LowestQuantity, Tag("?lowest")]
    | Annotated[HighestQuantity, Tag("?highest")]
)
Quantity: TypeAlias = Annotated[
    _Quantities,
    Discriminator(
        _tag_quantity,
        custom_error_type="KD105",
        custom_error_message=_QUANTITY,
    ),
]
_Comparisons: TypeAlias = (
    Annotated[ValueCompared, Tag("?value")]
    | Annotated[ItsCompared, Tag("?its")]
    | Annotated[ChangeCompared, Tag("?change")]
    | Annotated[CountCompared, Tag("?count")]
    | Annotated[ShareCompared, Tag("?share")]
    | Annotated[SumCompared, Tag("?sum")]
    | Annotated[MeanCompared, Tag("?mean")]
    | Annotated[LowestCompared, Tag("?lowest")]
    | Annotated[HighestCompared, Tag("?highest")]
    | Annotated[OutcomeCompared, Tag("?outcome")]
    | Annotated[AwardCompared, Tag("?award")]
)
Cond: TypeAlias = Annotated[
    Annotated[Id, Tag("?word")]
    | Annotated[AllOf, Tag("?all")]
    | Annotated[AnyOf, Tag("?any")]
    | Annotated[NotOf, Tag("?not")]
    | Annotated[Every, Tag("?every")]
    | _Comparisons,
    Discriminator(
        _tag_condition,
        custom_error_type="KD105",
        custom_error_message=_CONDITION,
    ),
]
_TABLES_AND_QUANTITIES: TypeAlias = (
    Annotated[ValueTable, Tag("?values")]
    | Annotated[ValueTable, Tag("?by")]  # a table without its entries, so that the missing key is named
    | Annotated[StepTable, Tag("?steps")]
    | _Quantities
)
Comparand: TypeAlias = Annotated[
    Annotated[RawText, Tag("?literal")] | _TABLES_AND_QUANTITIES,
    Discriminator(
        _tag_comparand,
        custom_error_type="KD105",
        custom_error_message=_COMPARAND,
    ),
]
ComparandOrList: TypeAlias = Annotated[
    Annotated[tuple[RawText, ...], NotEmpty, Tag("?list")]
    | Annotated[RawText, Tag("?literal")]
    | _TABLES_AND_QUANTITIES,
    Discriminator(
        _tag_comparand_or_list,
        custom_error_type="KD105",
        custom_error_message=_COMPARAND,
    ),
]
Table: TypeAlias = ValueTable | StepTable
Defined: TypeAlias = Annotated[
    Annotated[Cond, Tag("?condition")] | Annotated[Quantity, Tag("?quantity")],
    Discriminator(_tag_defined),
]
