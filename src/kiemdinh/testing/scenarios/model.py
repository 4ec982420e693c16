"""The content of a scenario file: the pydantic model of given, when and then.

The grammar is described in ``docs/scenarios.md``. Names of a framework are checked in
:mod:`kiemdinh.testing.scenarios.check_names`. A key that is not written expects nothing; pydantic's
``model_fields_set`` has the written keys, so that nothing is compared with a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.parsing.fields import Date, Exact, Id, Map, RawText, Text, Whole, YesNo, refuse_value
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import Model, key
from kiemdinh.standards.definition import Localised

__all__ = [
    "NONE",
    "UNDETERMINED",
    "UNKNOWN",
    "AwardThen",
    "BlockersThen",
    "FigureThen",
    "ListThen",
    "NodeThen",
    "OutcomeThen",
    "RepairThen",
    "ScenarioDef",
    "ScenariosDef",
    "Then",
]

NONE: Final = "none"
"""The word in place of a level, label, grade or date where there is none."""
UNKNOWN: Final = "unknown"
"""The word in place of a figure that can have more than one value."""
UNDETERMINED: Final = "undetermined"
"""The word in place of an outcome where more than one is possible."""

TruthWord: TypeAlias = Literal["met", "unmet", "unknown"]
Words: TypeAlias = Annotated[tuple[RawText, ...], BeforeValidator(lambda v: v if isinstance(v, list | tuple) else [v])]


def _spread_over(*keys: str) -> BeforeValidator:
    """Return a validator that turns a single word into a mapping of each of *keys* to the word."""
    return BeforeValidator(
        lambda value: value if isinstance(value, Mapping | BaseModel) else dict.fromkeys(keys, value)
    )


def _wrap_list(value: Any) -> Any:
    """Return a list as the mapping ``are``: exactly these."""
    return {"are": value} if isinstance(value, list | tuple) else value


def _open_changes(value: Any) -> Any:
    """Return a list of changes as a mapping: it names what changes and leaves open to what."""
    return dict.fromkeys(map(str, value), "") if isinstance(value, list | tuple) else value


class _Expected(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OutcomeThen(_Expected):
    """Where an outcome stands: both readings, and what is said of it where it is certain.

    Attributes
    ----------
    determined
        Whether nothing that matters is unknown.

    Examples
    --------
    >>> OutcomeThen.model_validate({"level": "basic", "determined": True}).model_fields_set == {"level", "determined"}
    True
    """

    level: Id = Field(default="", description="The guaranteed level, or none")
    attainable: Id = Field(default="", description="The attainable level, or none")
    determined: YesNo = False
    outcome: Id = Field(default="", description="The level, label or what lies below; undetermined where none is sure")
    labels: tuple[Id, ...] = Field(default=(), description="Every label that is possible")


class AwardThen(_Expected):
    """Where the school stands with an award; a grade, none, or true and false for an award without grades.

    Attributes
    ----------
    held_until
        The last day on which the award that is held counts; None where it has none.

    Examples
    --------
    >>> AwardThen.model_validate({"eligible": "gold", "held_until": "2030-12-31"}).held_until
    datetime.date(2030, 12, 31)
    """

    eligible: Id = Field(default="", description="The highest grade that it is surely eligible for")
    possible: Id = Field(default="", description="The highest grade that it may be eligible for")
    held: Id = Field(default="", description="The grade held by recorded decision")
    held_until: Date | None = None
    renew_by: Date | None = Field(default=None, description="The day by which to apply for renewal")
    earliest: Map[Date] = Field(default_factory=dict, description="By grade, the first date on which it is eligible")
    loss: TruthWord = Field(default="unknown", description="Whether there are grounds for loss")


class FigureThen(_Expected):
    """What a named figure is: a number or percentage, exact unless a tolerance is stated, none or unknown.

    Examples
    --------
    >>> FigureThen.model_validate({"is": "62.5%"}).is_
    '62.5%'
    """

    is_: RawText = Field(default="", alias="is", description="What it surely is")
    tolerance: Exact = Field(default=0, description="How far a number may be off")


class NodeThen(FigureThen):
    """Where a node stands: a level, met, unmet or unknown, or a number, exact unless a tolerance is stated.

    Examples
    --------
    >>> NodeThen.model_validate({"is": 13, "tolerance": "0.5"}).is_
    '13'
    """

    level: Id = Field(default="", description="The guaranteed level, or none")
    attainable: Id = Field(default="", description="The attainable level, or none")


class ListThen(_Expected):
    """Exactly these, or these among others.

    Attributes
    ----------
    are
        All of them, in any order.
    include
        Some of them.

    Examples
    --------
    >>> ListThen.model_validate({"include": ["KD310"]}).include
    ('KD310',)
    """

    are: Words = ()
    include: Words = ()

    @model_validator(mode="after")
    def _require_one(self) -> ListThen:
        if len(self.model_fields_set & {"are", "include"}) != 1:
            refuse_value(
                "KD105",
                Message("either 'are' or 'include' is expected"),
                expected=join_alternatives(["are: [...]", "include: [...]"]),
            )
        return self


class BlockersThen(ListThen):
    """What blocks a level: the leaves of the tree, each by its id.

    Examples
    --------
    >>> BlockersThen.model_validate({"target": "full", "are": ["breaks"]}).are
    ('breaks',)
    """

    target: Id = Field(default="", description="The level; the next above the guaranteed one where it is not said")


class RepairThen(_Expected):
    """The cheapest repairs of a level: what they cost, and one of them.

    Attributes
    ----------
    reachable
        Whether there is a repair.
    cost
        What the cheapest cost.
    count
        How many of them there are.

    Examples
    --------
    >>> RepairThen.model_validate({"cost": 1, "changes": ["breaks"]}).changes
    {'breaks': ''}
    """

    target: Id = Field(default="", description="The level; the next above the guaranteed one where it is not said")
    reachable: YesNo = True
    cost: Exact = 0
    count: Whole = 0
    changes: Annotated[Map[RawText], BeforeValidator(_open_changes)] = Field(
        default_factory=dict, description="One of the cheapest: what changes, and to what"
    )


class Then(OutcomeThen):
    """What is expected: of the main outcome, of all else, or that the dossier is refused.

    Attributes
    ----------
    outcomes
        Other outcomes, by their ids.
    stages
        The main outcome of each stage that is assessed on its own, by the ids of stages.
    awards, nodes, figures
        Awards and nodes by their ids, and figures by their names.
    blockers
        What blocks a level; None where that is not looked at.
    repair
        What would do for a level; None where that is not looked at.
    warnings
        The codes of the warnings; None where these are not looked at.

    Examples
    --------
    >>> Then.model_validate({"level": "basic", "nodes": {"plan": "met"}, "repair": {"cost": 1}}).repair.cost
    1
    """

    outcomes: Map[Annotated[OutcomeThen, _spread_over("outcome")]] = Field(default_factory=dict)
    stages: Map[Annotated[OutcomeThen, _spread_over("outcome")]] = Field(default_factory=dict)
    awards: Map[Annotated[AwardThen, _spread_over("eligible", "possible")]] = Field(default_factory=dict)
    nodes: Map[Annotated[NodeThen, _spread_over("is")]] = Field(default_factory=dict)
    figures: Map[Annotated[FigureThen, _spread_over("is")]] = Field(default_factory=dict)
    blockers: Annotated[BlockersThen, BeforeValidator(_wrap_list)] | None = None
    repair: RepairThen | None = None
    warnings: Annotated[ListThen, BeforeValidator(_wrap_list)] | None = None
    says: Words = Field(
        default=(), description="Words that stand in the result as it is told, in the language of the file"
    )
    diagnostic: Words = Field(default=(), description="The dossier is refused, with these codes")


class ScenarioDef(Localised):
    """One scenario: given a dossier, perhaps changed, on a date, then what is expected."""

    name: Text
    each: Any = key(default=None, description="A set, a layer, `requirement`, ids or rows: one scenario for each")
    given: Any
    but: Map[Any] = key(default=FrozenMap(), description="What is otherwise than the dossier says")
    when: Date | None = None
    then: Then
    confirmed: YesNo = key(default=True, description="false: a person has yet to say that this is what must come out")


class ScenariosDef(Model):
    """A whole scenario file."""

    kiemdinh: Any = key(description="Version of the language")
    framework: Text
    when: Date | None = None
    lang: Literal["vi", "en"] | None = key(
        default=None, description="Language of what is told; else Vietnamese where the definition has it"
    )
    dossiers: Map[Any] = FrozenMap()
    scenarios: tuple[ScenarioDef, ...] = key(min_length=1)
