"""What a definition file may say: the model of a framework (bộ tiêu chuẩn).

The grammar is described in ``docs/language.md``; this module is its one source, from which the JSON Schema for
editors is made: the first line of a class and the descriptions of its fields are what editors show. What the ids of a
definition mean together is checked where it is laid flat and lowered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import NumberForm, ReadingError, can_be_thousands, read_plain_number
from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.fields import (
    AboveZero,
    Date,
    Exact,
    ExactOrPercent,
    Id,
    Map,
    MonthDay,
    NotNegative,
    RawText,
    Text,
    Whole,
    WholeAboveZero,
    YesNo,
    read_id,
    refuse_value,
)
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Model,
    NotEmpty,
    PlainSerializer,
    Tag,
    WithJsonSchema,
    key,
)
from kiemdinh.standards.definition.conditions import Comparand, Cond, Defined, Quantity, find_key
from kiemdinh.standards.definition.law import Certainty, Cited, Localised
from kiemdinh.standards.definition.subject_words import usual_word

__all__ = [
    "Adoption",
    "Award",
    "Bands",
    "Case",
    "ChoiceDef",
    "Confirmation",
    "ConfirmationFile",
    "CoveredSchools",
    "Definition",
    "EffortHint",
    "EvidencePolicy",
    "EvidencePolicyOfNode",
    "EvidenceTerms",
    "ExpectedCounts",
    "FamilyMember",
    "InputDef",
    "LabelOutcome",
    "LadderAward",
    "LadderOutcome",
    "LawSource",
    "LayerDef",
    "Node",
    "Otherwise",
    "Outcome",
    "ParameterDef",
    "ParameterValue",
    "Range",
    "RangeScale",
    "ReferenceDef",
    "RoleTerm",
    "Roles",
    "Scale",
    "SchoolYear",
    "SetDef",
    "SimpleAward",
    "StageDef",
    "StepDef",
    "StepScale",
    "Subject",
    "TagDef",
    "ValidityTable",
    "check_language",
]

_PERCENT: Final = NumberForm(Message("a percentage"), percent_of=100, only_percent=True)
_MAX_PLACEHOLDERS: Final = 8  # each is one more pass over every code
_IfEmpty = Literal["met", "unmet", "unknown", "not-applicable"]
_Ids: TypeAlias = Annotated[tuple[Id, ...], BeforeValidator(lambda v: v if isinstance(v, list | tuple) else (v,))]
"""Several ids; a single one may be written without brackets."""
# A single tag is dumped as it is written, so that the digest of a definition does not depend on its brackets.
_Tags: TypeAlias = Annotated[_Ids, NotEmpty, PlainSerializer(lambda tags: tags[0] if len(tags) == 1 else list(tags))]


class CoveredSchools(Model):
    """Which schools a document is for, so that the edition for a school can be found by what the school is (4.2)."""

    kind: Id = key(description="The kind of school, such as mam-non, pho-thong or gdtx")
    stages: _Ids = key(default=(), description="The stages that such a school can have; none where it has no stages")
    one_of: _Ids = key(default=(), description="Stages of which it has at least one; without it any stage will do")

    def takes(self, kind: str | None, stages: Collection[str]) -> bool:
        """Return whether a school of a kind with these stages is meant; None and no stages say nothing of it.

        >>> general = CoveredSchools(kind="pho-thong", stages=["tieu-hoc", "thcs"], one_of=["thcs"])
        >>> general.takes("pho-thong", ["tieu-hoc", "thcs"]), general.takes(None, ["tieu-hoc"])
        (True, False)
        """
        if kind is not None and kind != self.kind:
            return False
        needed = self.one_of or self.stages
        return not stages or (set(stages) <= set(self.stages) and not set(needed).isdisjoint(stages))


class LawSource(Cited):
    """The document of law that a definition renders, whom it is for, and when that edition is in force (4.2)."""

    document: Text
    part: Text | None = None
    covers: CoveredSchools | None = key(default=None, description="Which schools it is for")
    in_force: Date | None = key(default=None, description="First day in force")
    until: Date | None = key(default=None, description="The day it is replaced, no longer in force")


class StageDef(Localised):
    """One stage that a school can have, such as lower secondary (THCS), with its text."""

    id: Id


class Subject(Localised):
    """What is assessed, what it consists of, its stages, and whether each is assessed on its own (2.6).

    ``vi`` and ``en`` are the word for it in small letters, such as "chương trình" and "programme". A usual kind, such
    as ``school``, needs none.
    """

    kind: Id
    has: tuple[Id, ...] = ()
    stages: tuple[StageDef, ...] = key(default=(), description="The stages that a school can have; others are errors")
    assessed_by: Literal["stage"] | None = None

    @property
    def word(self) -> Message:
        """The word for what is assessed, in each language: the definition's own, else a usual one for its kind."""
        usual = usual_word(self.kind)
        return Message.in_each(en=self.en or usual.text_in("en"), vi=self.vi or usual.text_in("vi"))


class SchoolYear(Cited):
    """When a school year (năm học) begins, and by which day it counts as ended."""

    begins: MonthDay
    ended_by: MonthDay | None = key(
        default=None, description="Counts as ended from this day on; else from the day before the next begins (4.5)"
    )


class RoleTerm(Cited):
    """The first and the last day of a role of figures; without one of them it has no limit on that side (3.4)."""

    from_: Date | None = key(default=None, alias="from", description="First day of the role")
    until: Date | None = key(default=None, description="Last day of the role")

    def holds_on(self, day: dt.date) -> bool:
        """Return whether figures have the role on a day, the first and the last day included."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Roles(Model):
    """How long figures have their role (3.4): *informs* is that of indicators and of ``warn_unless``."""

    informs: RoleTerm | None = None


def _check_placeholders(pattern: str) -> str:
    if not pattern.strip():
        refuse_value(
            "KD103",
            Message("a code pattern is empty"),
            expected=Message('a pattern such as "MC.{{criterion}}.{{serial:2}}"'),
        )
    if pattern.count("{") > _MAX_PLACEHOLDERS:
        refuse_value(
            "KD103",
            Message("a code pattern of more than {max_placeholders} placeholders", max_placeholders=_MAX_PLACEHOLDERS),
            expected=Message("fewer"),
        )
    return pattern


class StepDef(Localised):
    """One step of a scale."""

    id: Id


def _write_out_id(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class StepScale(Localised):
    """An ordered scale of named steps, lowest first; *not_reached* names what lies below the first (2.2)."""

    steps: tuple[StepDef, ...] = key(min_length=1)
    not_reached: StepDef | None = None


class RangeScale(Localised):
    """A numeric scale; with *step* only whole steps can be given."""

    from_: Exact = key(alias="from")
    to: Exact
    step: Exact | None = None


class FamilyMember(Model):
    """A framework of a family: for which stage it is, and the first day of its first edition (6.5)."""

    framework: Id = key(description="The id of the framework")
    stage: Id = key(description="The stage that it is for")
    in_force: Date | None = key(default=None, description="The first day of its first edition")

    @property
    def begins(self) -> dt.date:
        """The first day; the first of all days where none is stated."""
        return self.in_force or dt.date.min


class ReferenceDef(Localised):
    """The steps of an outcome or award of another framework, lowest first (6.5).

    An author writes them where that framework is not at hand, because it exists in records only; else loading fills
    them in. An award without grades has none.

    Attributes
    ----------
    scale
        The steps, lowest first.
    not_reached
        What lies below the lowest, where it has a name.
    labels
        Whether they are the labels of a decision list, which have no order.
    family
        The frameworks of the family, where the reference names one; loading fills in those that are at hand.
    """

    scale: tuple[Annotated[StepDef, BeforeValidator(_write_out_id)], ...] = ()
    not_reached: Annotated[StepDef, BeforeValidator(_write_out_id)] | None = None
    labels: YesNo = key(default=False, description="Whether these are labels without an order")
    family: tuple[FamilyMember, ...] = key(default=(), description="The frameworks of a family")

    def frameworks_on(self, day: dt.date, stage: str | None) -> tuple[str, ...]:
        """Return the framework of the family that is in force for a stage on a day; of each stage where it is None.

        It is the one that began last, by that day; where none has begun, the first (4.2).

        >>> old, new = FamilyMember(framework="f.old", stage="thcs"), dt.date(2026, 1, 1)
        >>> family = ReferenceDef(family=(old, FamilyMember(framework="f.new", stage="thcs", in_force=new)))
        >>> family.frameworks_on(dt.date(2025, 12, 31), "thcs"), family.frameworks_on(new, None)
        (('f.old',), ('f.new',))
        """
        by_stage: dict[str, list[FamilyMember]] = {}
        for member in sorted(self.family, key=lambda one: one.begins):
            if stage in (None, member.stage):
                by_stage.setdefault(member.stage, []).append(member)
        return tuple(
            next((one for one in reversed(members) if one.begins <= day), members[0]).framework
            for members in by_stage.values()
        )

    def frameworks_of(self, stage: str | None) -> tuple[str, ...]:
        """Return the frameworks of the family for a stage, whenever they are in force; all where it is None."""
        return tuple(one.framework for one in self.family if stage in (None, one.stage))

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps, lowest first, what lies below them left out."""
        return tuple(step.id for step in self.scale)

    @property
    def words(self) -> Mapping[str, StepDef]:
        """What can be recorded, by its id: what lies below the lowest step, then the steps."""
        below = () if self.not_reached is None else (self.not_reached,)
        return {step.id: step for step in (*below, *self.scale)}


def _tag_scale(value: object) -> str:
    return "?range" if find_key(value, ("steps", "from", "to")) in ("from", "to") else "?steps"


Scale: TypeAlias = Annotated[
    Annotated[StepScale, Tag("?steps")] | Annotated[RangeScale, Tag("?range")], Discriminator(_tag_scale)
]


class Range(Model):
    """The values that an input can take, both ends included."""

    from_: ExactOrPercent | None = key(default=None, alias="from")
    to: ExactOrPercent | None = None


class ChoiceDef(Localised):
    """One choice of an input, with its text."""

    id: Id


_Choice: TypeAlias = Annotated[ChoiceDef, BeforeValidator(lambda v: {"id": v} if isinstance(v, str) else v)]


class EvidenceTerms(Cited):
    """What a self-assessed *met* must rest on (3.3); a key that is not given here is as it is further above."""

    items: Whole | None = key(default=None, description="How many valid items a finding must cite")
    kinds: tuple[_Choice, ...] | None = key(default=None, min_length=1, description="The kinds of items that count")
    issuers: tuple[_Choice, ...] | None = key(
        default=None, min_length=1, description="By whom items are issued that count"
    )
    no_older_than: Duration | None = key(default=None, description="How long ago an item may have been issued")
    in_place_for: Duration | None = key(default=None, description="How long ago an item must have been issued")
    lifts: tuple[Literal["kinds", "issuers", "no_older_than", "in_place_for"], ...] = key(
        default=(), min_length=1, description="Which of these keys of policies further above do not hold here"
    )

    @property
    def asks_for_evidence(self) -> bool:
        """Whether a finding must cite something: any term asks for one item unless *items* says otherwise (S11)."""
        if self.items is not None:
            return self.items > 0
        return any((self.kinds, self.issuers, self.no_older_than, self.in_place_for))


class EvidencePolicyOfNode(EvidenceTerms):
    """The evidence policy of a node and of what is below it, and of its single levels (3.3)."""

    levels: Map[EvidenceTerms] | None = key(default=None, description="Terms of single steps of the scale")


class EvidencePolicy(EvidencePolicyOfNode):
    """What a self-assessed *met* must rest on (3.3): how many valid items, of which kind, how old; their code.

    A code is a pattern with at most eight placeholders in braces.
    """

    code: Annotated[Text, AfterValidator(_check_placeholders)] | None = key(
        default=None, description='Pattern such as "MC.{criterion}.{serial:2}"'
    )


class EffortHint(Model):
    """What bringing something about takes, unless an effort file says otherwise (5.3)."""

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
    step
        Of which number every value is a multiple; 1 for whole numbers, such as pupils.
    each
        For what one value is recorded each: stages, school years, members of layers.
    part_of
        The input of which this one is a part, such as teachers rated good of all teachers; it is at most that one.
    given
        Whether the value is context though its type does not tell: nothing that could be improved.
    better
        In which direction a value is nearer to what is wanted, where no rule tells.
    effort
        What it takes to change the value.
    """

    type: Literal["yes_no", "choice", "scale", "number", "date", "decision"]
    choices: tuple[_Choice, ...] | None = None
    scale: Id | None = None
    unit: Id | None = None
    range: Range | None = None
    step: ExactOrPercent | None = None
    each: _Ids = ()
    part_of: Id | None = None
    given: YesNo = False
    better: Literal["higher", "lower"] | None = None
    effort: EffortHint | None = None

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Read percentages with or without the sign."""
        return _read_percent_range(data)


def _read_percent_range(data: Any) -> Any:
    """Read the ends of a percentage, and its step, with or without the sign."""
    if not isinstance(data, dict) or data.get("unit") != "percent":
        return data
    ends = data.get("range")
    if isinstance(ends, dict):  # what stands under another key is refused for its key
        ends = ends | {end: _read_percentage(ends[end]) for end in ("from", "to") if end in ends}
    changed = {"range": ends} if "range" in data else {}
    return data | changed | ({"step": _read_percentage(data["step"])} if "step" in data else {})


def _read_percentage(value: object) -> object:
    """Return a percentage in per cent; what is no number, or can be two, stays, for its own field to refuse."""
    if can_be_thousands(value):
        return value
    try:
        return read_plain_number(value, _PERCENT)
    except ReadingError as error:
        if error.code == "KD109":
            raise
        return value


class ParameterValue(Localised):
    """The value of a parameter, with the law that sets it."""

    is_: RawText = key(alias="is", description="The value, as a rule would write it beside the parameter")


_Value: TypeAlias = Annotated[
    ParameterValue, BeforeValidator(lambda v: v if isinstance(v, dict | ParameterValue) else {"is": v})
]
"""A value with its law; one without a law may be written alone."""


class ParameterDef(Localised):
    """A value that the law leaves to somebody else, such as a province, or that is not known (7.7).

    Rules read it as they read an input. A dossier cannot record it.
    """

    type: Literal["yes_no", "choice", "scale", "number", "date"]
    choices: tuple[_Choice, ...] | None = None
    scale: Id | None = None
    unit: Id | None = None
    range: Range | None = None
    step: Exact | None = None
    default: _Value | None = key(default=None, description="Its value until a file that adopts this one sets another")

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Read percentages with or without the sign."""
        return _read_percent_range(data)


class TagDef(Localised):
    """A word that nodes are marked with, such as *mandatory* (bắt buộc)."""


class LayerDef(Localised):
    """A layer of the tree, such as standard (tiêu chuẩn) or criterion (tiêu chí), and how its nodes are judged.

    Attributes
    ----------
    in_
        The layer above; None for the uppermost.
    verdict
        How its nodes are judged, None where they only group others; ``scale`` names the levels, ratings or severities.
    met_if, derive
        The condition or quantity from which the verdict of each of its nodes follows; None where it is recorded.
    """

    id: Id
    in_: Id | None = key(default=None, alias="in")
    verdict: Literal["met", "level", "rating", "points", "finding"] | None = None
    scale: Id | None = None
    no_text: Literal["carries", "fails"] | None = key(
        default=None, description="What a level without requirements of its own means (2.3)"
    )
    met_if: Cond | None = None
    derive: Quantity | None = None
    not_applicable: RawText | None = key(
        default=None, description="How a node that does not apply counts: drop, met, unmet or a number (1.7)"
    )


def _check_lists(value: Any) -> Any:
    """Refuse what is neither a list of ids nor a table of such lists (KD103)."""
    if _is_id_list(value) or (isinstance(value, dict) and _is_table_of_lists(value)):
        return value
    message = Message("a list of ids, or a table of such lists is expected")
    expected = Message("a list of ids, or a table of such lists: {{by: INPUT, values: {{CHOICE: [ID, …]}}}}")
    return refuse_value("KD103", message, expected=expected)


def _is_table_of_lists(table: Mapping[str, Any]) -> bool:
    has_keys = {"by", "values"} <= table.keys() <= {"by", "values", "otherwise"} and isinstance(table["values"], dict)
    return has_keys and _is_id_list([table["by"]]) and all(map(_is_id_list, _lists_in(table)))


def _lists_in(table: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*table["values"].values(), *([table["otherwise"]] if "otherwise" in table else []))


def _is_id_list(ids: Any) -> bool:
    try:
        return isinstance(ids, list | tuple) and all(read_id(one) for one in ids)
    except ReadingError:
        return False


class SetDef(Localised):
    """Members to count or to quantify over: nodes of a layer, school years, stages.

    Attributes
    ----------
    among
        A layer, ``year`` or ``stage``.
    tagged, untagged, ids, except_
        Which nodes of the layer are members: those that carry all tags of the first, none of the second.
    last, running
        How many school years are, and whether the one that has not ended is the last of them.
    where
        A condition on which a member belongs.
    if_empty, not_applicable
        What holds where there is no member (1.8), and how a member counts that does not apply (1.7).
    """

    among: Id
    tagged: _Tags = ()
    untagged: _Tags = ()
    # The choices of a table's input are known only where the set is lowered, which checks them.
    ids: Annotated[Any, BeforeValidator(_check_lists)] = key(
        default=None, description="A list of ids, or a table of such lists by a choice"
    )
    except_: tuple[Id, ...] = key(default=(), alias="except")
    last: WholeAboveZero | None = None
    running: YesNo = False
    where: Cond | None = None
    if_empty: RawText | None = None
    not_applicable: RawText | None = None


class Node(Localised):
    """A part of the tree: a standard, a criterion, a requirement (nội hàm, chỉ báo) or a group of them.

    Attributes
    ----------
    parts, levels
        What stands below it: its parts, or its requirements by the steps of its layer's scale.
    points, weight
        How many points it can earn, and its weight in a sum or mean.
    indicators
        The inputs that inform about it and decide nothing.
    guards, evidence
        What the text warns of, and what evidence it asks for, in words.
    evidence_policy
        What evidence has to be like here and below, where that differs from the policy above.
    """

    id: Id
    layer: Id | None = None
    tags: tuple[Id, ...] = ()
    points: NotNegative | None = None
    weight: Comparand | None = None
    when: Cond | None = key(default=None, description="Applies only when this holds")
    may_not_apply: YesNo = key(default=False, description="The assessor may record that it does not apply")
    if_empty: _IfEmpty | None = key(default=None, description="What holds where no part applies (1.8)")
    met_if: Cond | None = key(default=None, description="The requirement is what this condition says (3.4)")
    demands_figure: YesNo = key(default=False, description="No finding stands in for the figure of met_if (3.4)")
    warn_unless: Cond | None = None
    wording: Literal["unknown"] | None = key(
        default=None, description="The text of the law is not known; the node is judged as a whole (3.6)"
    )
    indicators: tuple[Id, ...] = ()
    informs: RoleTerm | None = key(default=None, description="How long its figures inform, if not as elsewhere (3.4)")
    guards: tuple[Localised, ...] = ()
    evidence: tuple[Localised, ...] = ()
    evidence_policy: EvidencePolicyOfNode | None = key(default=None, description="What evidence has to be like (3.3)")
    effort: EffortHint | None = None
    parts: tuple[Node, ...] = ()
    levels: Map[tuple[Node, ...]] | None = None


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


_BANDS: Final = "A ladder over one figure, in place of needs; or beside it, and then needs adds conditions to its steps"


class LadderOutcome(Localised):
    """An outcome on an ordered scale: a level holds when its condition and those below hold (2.1).

    ``ladder`` is the scale, ``needs`` the condition of each of its steps; ``warn_unless`` only warns (7.3). ``bands``
    are written out to ``needs`` when a definition is loaded, and are never set in one that was.
    """

    id: Id
    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=_BANDS)
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


def _tag_ladder(value: object) -> str:
    return "?ladder" if find_key(value, ("ladder", "cases", "otherwise")) == "ladder" else "?plain"


Outcome: TypeAlias = Annotated[
    Annotated[LadderOutcome, Tag("?ladder")] | Annotated[LabelOutcome, Tag("?plain")],
    Discriminator(_tag_ladder),
]


class ValidityTable(Cited):
    """How long an award is valid, by the label of an outcome.

    ``by`` is the outcome; the value of a label is a length of time, or ``unknown``.
    """

    by: Id
    values: Map[RawText]
    otherwise: RawText | None = None


_Validity: TypeAlias = Annotated[
    Annotated[ValidityTable, Tag("?by")] | Annotated[Duration, Tag("?for")],
    Discriminator(lambda v: "?by" if isinstance(v, dict | ValidityTable) else "?for"),
]


class _Award(Localised):
    id: Id
    authority: Localised | None = None
    valid: _Validity | None = None
    renew_before: Duration | None = None
    cure_within: Duration | None = None
    wait_for_higher: Duration | None = None
    continues: tuple[RawText, ...] = ()
    lost_if: Cond | None = None
    discretion: Localised | None = None
    law: Map[Localised] = key(
        default=FrozenMap(),
        description="The law of single keys: valid, authority, …; with a text, what the law says of one",
    )


class SimpleAward(_Award):
    """An award that is held or not (công nhận)."""

    needs: Cond


class LadderAward(_Award):
    """An award with ordered grades (mức độ, cấp độ)."""

    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=_BANDS)


Award: TypeAlias = Annotated[
    Annotated[LadderAward, Tag("?ladder")] | Annotated[SimpleAward, Tag("?plain")],
    Discriminator(_tag_ladder),
]


def check_language(value: object) -> object:
    """Return the version of the language; refuse one that is not known (KD104)."""
    if str(value) != "1":  # of a file it is a text, of plain objects a number
        refuse_value(
            "KD104",
            Message("language version {value} is not known", value=repr(value)),
            expected=Message.verbatim("kiemdinh: 1"),
        )
    return 1


class Confirmation(Model):
    """Somebody's word that a part says what the law says, or that it does not, until the part changes."""

    at: Text = key(description="What was confirmed: a node, such as 1.3/muc-1/a, or an entry, such as awards/ID")
    digest: Text = key(description="Its digest at that time: framework.node_digest(at)")
    role: Text = key(description="In which role it was confirmed, such as legal officer; no name of a person")
    on: Date = key(description="When it was confirmed")
    document: Text = key(description="The document that it was held against")
    says: Literal["confirmed", "differs"] = key(default="confirmed", description="Whether the law says so too")
    note: Text | None = key(default=None, description="What differs, or what else there is to say")


class ConfirmationFile(Model):
    """A file of confirmations, beside the definition that it is about: ID.confirmations.yaml."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = key(description="Version of the language")
    confirms: Id = key(description="The id of the framework")
    confirmations: tuple[Confirmation, ...] = key(min_length=1)


class ExpectedCounts(Model):
    """How many there are to be of what the tree holds, so that nothing is lost unnoticed."""

    criteria: Whole | None = key(default=None, description="Nodes of the first layer that no other layer stands in")
    mandatory: Whole | None = key(
        default=None, description="Criteria that carry a tag called mandatory, or that a set called so selects"
    )
    requirements: Whole | None = key(
        default=None, description="Parts of the tree that are met or unmet and have no parts of their own"
    )
    indicators: Whole | None = key(default=None, description="Inputs that nodes name as indicators, each once")
    layers: Map[Whole] = key(default=FrozenMap(), description="Nodes of single layers, by the id of the layer")
    tags: Map[Whole] = key(default=FrozenMap(), description="Nodes that carry single tags, by the id of the tag")


class Adoption(Localised):
    """A file that adopts a framework: an id of its own, and values for parameters. Its law is that of its values."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)]
    adopts: Text = key(description="Id of a bundled framework, or the path of a file below this file's folder")
    framework: Id
    parameters: Map[_Value] = key(min_length=1)


class Definition(Localised):
    """A whole definition file.

    Attributes
    ----------
    framework
        The id of the framework, which files and results name it by.
    inputs, scales, tags, layers, sets
        What the tree and the rules refer to. In a definition that is loaded the parameters stand among the inputs, too.
    parameters
        The values that the law leaves open, each with its value where one is set.
    adopts
        The framework that it is with parameters set; None where a file says it whole.
    roles
        How long figures have their roles.
    references
        The steps of outcomes and awards of other frameworks that rules read, by ``ID/OUTCOME`` or ``ID/AWARD``.
    family, stage
        The family of frameworks that it belongs to, one for each stage, and the stage that it is for (6.5).
    define
        Conditions and quantities with a name, to be used in several rules.
    shows
        The named quantities that every result shows, each with its value and its bounds.
    tree
        The nodes, from the uppermost layer down.
    outcomes, awards
        What a school can reach; the first outcome is the main one.
    confirmations
        Who held which node against the law, and when.
    expect
        How many criteria, requirements and so on there are to be; other numbers are an error.
    """

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = key(description="Version of the language")
    framework: Id
    source: LawSource
    subject: Subject
    school_year: SchoolYear | None = None
    evidence: EvidencePolicy | None = None
    roles: Roles | None = None
    scales: Map[Scale] = FrozenMap()
    tags: Map[TagDef] = FrozenMap()
    inputs: Map[InputDef] = FrozenMap()
    parameters: Map[ParameterDef] = FrozenMap()
    adopts: Annotated[Id | None, WithJsonSchema(None)] = None  # an adoption says it, and this is what comes of it
    layers: tuple[LayerDef, ...] = key(min_length=1)
    sets: Map[SetDef] = FrozenMap()
    references: Map[ReferenceDef] = key(
        default=FrozenMap(), description="Steps of outcomes and awards of other frameworks, by FRAMEWORK/ID (6.5)"
    )
    family: Id | None = key(default=None, description="The family of frameworks, one for each stage, that it is one of")
    stage: Id | None = key(default=None, description="The stage that it is for, in its family")
    define: Map[Defined] = FrozenMap()
    shows: tuple[Id, ...] = key(default=(), description="Named quantities that a result shows with their values")
    tree: tuple[Node, ...] = key(min_length=1)
    outcomes: tuple[Outcome, ...] = key(min_length=1)
    awards: tuple[Award, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    expect: ExpectedCounts | None = None
    certainty: Certainty = "confirmed"  # unless said otherwise, an author is sure of an own standard (7.2)

    @property
    def populations(self) -> tuple[str, ...]:
        """The words of ``subject.has`` that stand for members of a register (6.2)."""
        layers = {layer.id for layer in self.layers}
        return tuple(kind for kind in self.subject.has if kind != "stage" and kind != "year" and kind not in layers)

    def finish_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a whole definition that loads again: parameters do not stand among the inputs, nor what it adopts."""
        data.pop("adopts", None)
        if self.parameters and "inputs" in data:
            data["inputs"] = {name: found for name, found in data["inputs"].items() if name not in self.parameters}
        return data

    def steps_of(self, scale: str | None) -> tuple[str, ...]:
        """Return the ids of the steps of a scale, lowest first, without *not_reached*.

        *scale* is the name of the scale, such as a layer or a ladder gives it. The result is empty where it is None,
        where the definition has no such scale, and for a scale of numbers.
        """
        return tuple(step.id for step in self._list_steps(scale))

    def find_step(self, scale: str | None, step: str) -> StepDef | None:
        """Return a step of a scale by its id; None where *scale*, as in :meth:`steps_of`, has no such step."""
        return next((one for one in self._list_steps(scale) if one.id == step), None)

    def _list_steps(self, scale: str | None) -> tuple[StepDef, ...]:
        found = self.scales.get(scale) if scale is not None else None
        return found.steps if isinstance(found, StepScale) else ()
