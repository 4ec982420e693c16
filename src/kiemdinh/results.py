"""Every type that kiemdinh hands to its users, under its one public name: for annotations and ``isinstance``.

Results are made by :func:`kiemdinh.assess` and never change. Each class says what its fields hold.

>>> import kiemdinh as kd
>>> from kiemdinh.results import NodeResult
>>> def is_open(node: NodeResult) -> bool:
...     return not node.determined
>>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
>>> is_open(result.node("1.2"))
True

Where a school stands
    ``Assessment`` is the result, and ``AssessmentData`` the protocol of its attributes. Its ``ResultOrigin``
    says what it was worked out from, ``FrameworkRef`` under which definition. ``Dates`` are its three clocks.
    It has an ``OutcomeResult`` for each outcome, a ``PartResult`` for each stage, a ``NodeResult`` for each criterion
    and requirement, a ``GroupResult`` for each standard, and an ``AwardResult`` for each award, with a ``GradeResult``
    for each grade and a ``PastAward`` for each decision that is no longer in force. A ``LevelRef`` is a level, label or
    grade with its texts, and ``Titles`` are those of anything else. ``Decision`` and ``ResultWarning`` are
    what a reader should know, ``LegalBasis`` an entry of ``footing``,
    ``ReferenceResult`` what is known under another framework, and ``UnusedRecord`` a record that plays no part,
    with its ``UnusedReason``. ``CitedEvidence`` is an item that records cite, with whether it counts, and
    ``EvidenceAsked`` what the evidence policy asks for. An ``IndicatorResult`` has each recorded ``IndicatorFigure``.

What blocks a level
    ``Target`` has the blocking tree of ``Blocker`` (by ``BlockerKind``) and the to-do lists (by ``ListName``) of
    ``ToDo``. A ``Figure`` is a comparison of a number, and a ``StatedFigure`` one of a total as its author states it.
    ``NamedFigure`` is a quantity with a name, with each ``FigureBound`` that is asked of it.

Explanations
    ``Explanation``, with ``GapRoles``; ``Repairs``, each a ``Repair`` of ``RepairChange``; ``Margin``, with ``Lost``
    and ``EvidenceLoss``; ``Why``; ``WhatIf``, with each ``Difference`` from one ``State`` to another.
    ``ExplanationKind`` names them in their data, and ``SearchWork`` says what the search for each took. ``Efforts``,
    each an ``Effort``, say what changes cost.

What lies ahead
    A ``Forecast`` has each ``ForecastSpan`` with every ``AwardOnDays``, each ``ForecastEvent`` (by ``EventKind`` and
    ``EventSubject``), each ``Renewal`` (by ``RenewalKind``) and ``NeededChange``, and what an edition has ``LeftOut``.
    ``NextQuestions`` have each ``NextQuestion`` (by ``QuestionKind``) with every ``PossibleAnswer`` and its
    ``Answerer``.

On a page
    ``STYLESHEET`` is how the parts of HTML pages look that ``to_html`` returns.

What is known
    ``Truth`` is met, unmet or unknown; ``Interval`` all that a number can be; ``Number`` an exact number; ``Bound``
    what a figure must reach. They stand in :mod:`kiemdinh.rules` too, where all terms of conditions are public.

The dossier
    ``Dossier``, and ``OpenDossier`` before it is read. It has a ``School``, each ``EvidenceItem``, what is ``Held``,
    each ``ValueRecord`` and each ``FindingRecord`` of one ``Side``; of others it has the ``RegisterMember`` of each row
    of a register and each ``RecordedResult`` under another framework. What a finding says is a ``MetOrUnmet``,
    ``Level``, ``Score``, ``Unknown`` or ``NotApplicable``.

The framework
    ``Framework``, and ``Bundled`` before it is loaded; each ``Edition`` of one that is bundled, and each
    ``AppliedChange`` of an act, which keeps a ``SuspendedNode``; what can be
    written as an act ``HasAmendment``. Its ``Outline`` is the tree laid flat, with a
    ``NodeInfo`` for each node and a ``Citation`` for its place in the law. Its ``FrameworkRules`` are conditions over
    named facts in one
    ``Setting`` (with the ``PopulationMember`` of each ``Population``),
    with each ``Guard`` that warns, each ``StatedTotal`` of ``TotalMember`` and each
    ``NamedQuantity`` with every ``StatedBound`` of it. ``FactNames`` reads their
    names: a ``FactName`` by its ``FactKind``, a ``ValueName`` by its ``ValueKind``, and as results show them a
    ``ShownName``, of a ``MemberName`` or by a ``ReferenceName`` where it is about others.
    ``MergedSource`` knows the files: a ``Source``, each ``Fragment``, and the
    ``Origin`` of what an act changed.

What a definition says
    ``Definition`` is the file as objects; ``docs/language.md`` says what each means. Its texts are ``Localised``, its
    citations ``Cited`` and ``LawSource``, with ``CoveredSchools``. Each ``Confirmation`` says who held a node
    against the law. It declares a
    ``Subject`` (with ``StageDef``), ``SchoolYear``, ``EvidencePolicy`` (with
    ``EvidencePolicyOfNode`` and ``EvidenceTerms``), ``ExpectedCounts``, ``Roles`` (each with a
    ``RoleTerm``) and each ``Scale`` (``StepScale`` of ``StepDef``, or ``RangeScale``), ``TagDef``, ``InputDef`` (with
    ``ChoiceDef``, ``Range`` and ``EffortHint``), ``ParameterDef`` (with a ``ParameterValue``),
    ``LayerDef``, ``SetDef``, ``ReferenceDef`` (of a family with each ``FamilyMember``) and ``Node``; each ``Outcome``
    (``LadderOutcome``, perhaps written with ``Bands``, or ``LabelOutcome`` of ``Case`` and ``Otherwise``); and each
    ``Award`` (``LadderAward`` or ``SimpleAward``, with a ``Duration`` or ``ValidityTable``).

Conditions of a definition
    ``AllOf``, ``AnyOf``, ``NotOf``, ``Every``, and comparisons of a quantity: ``ValueCompared``, ``ItsCompared``,
    ``ChangeCompared``, ``CountCompared``, ``ShareCompared``, ``SumCompared``, ``MeanCompared``, ``LowestCompared``,
    ``HighestCompared``, ``OutcomeCompared``, ``AwardCompared``. Quantities are ``ValueQuantity``, ``ItsQuantity``,
    ``ChangeQuantity``, ``CountQuantity``, ``ShareQuantity``, ``SumQuantity``, ``MeanQuantity``, ``LowestQuantity`` and
    ``HighestQuantity``, with ``Rounding``; a number that depends on others is a ``ValueTable``, or a ``StepTable`` of
    ``Step``. They are lowered to conditions over facts, whose classes are those of :mod:`kiemdinh.rules`.

Problems
    ``Diagnostic`` is one problem with its ``Severity``; ``InputError`` carries all that were found. ``Finding`` is what
    lint finds, with an ``Obstacle`` for each part in the way. Their texts are each a ``Message``, which can be said in
    either language.
"""

from __future__ import annotations

from kiemdinh.api.assessment import Assessment, WhatIf
from kiemdinh.api.explanations import Explanation, Margin, Repairs, Why
from kiemdinh.api.origin import ResultOrigin
from kiemdinh.api.outlook import Forecast, NextQuestions
from kiemdinh.data.as_json import ExplanationKind
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.awards import AwardResult, GradeResult, PastAward
from kiemdinh.data.blockers import (
    Blocker,
    BlockerKind,
    Figure,
    FigureBound,
    ListName,
    NamedFigure,
    StatedFigure,
    Target,
    ToDo,
)
from kiemdinh.data.margin import EvidenceLoss, Lost
from kiemdinh.data.notes import (
    Decision,
    IndicatorFigure,
    IndicatorResult,
    LegalBasis,
    ReferenceResult,
    ResultWarning,
    UnusedReason,
    UnusedRecord,
)
from kiemdinh.data.outcomes import (
    CitedEvidence,
    Dates,
    EvidenceAsked,
    FrameworkRef,
    GroupResult,
    LevelRef,
    NodeResult,
    OutcomeResult,
    PartResult,
    Titles,
)
from kiemdinh.data.outlook import (
    Answerer,
    AwardOnDays,
    EventKind,
    EventSubject,
    ForecastEvent,
    ForecastSpan,
    LeftOut,
    NeededChange,
    NextQuestion,
    PossibleAnswer,
    QuestionKind,
    Renewal,
    RenewalKind,
)
from kiemdinh.data.repairs import GapRoles, Repair, RepairChange
from kiemdinh.data.search_work import SearchWork
from kiemdinh.data.what_if import Difference, State
from kiemdinh.diagnostics.codes import Severity
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import (
    Dossier,
    EvidenceItem,
    FindingRecord,
    Held,
    Level,
    MetOrUnmet,
    NotApplicable,
    RecordedResult,
    RegisterMember,
    School,
    Score,
    Side,
    Unknown,
    ValueRecord,
)
from kiemdinh.evidence.reading import OpenDossier
from kiemdinh.explanation.costs import Effort, Efforts
from kiemdinh.linter.finding import LintFinding as Finding
from kiemdinh.linter.finding import Obstacle
from kiemdinh.narration.layout import STYLESHEET
from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.source import Source
from kiemdinh.rules import Bound, Interval, Number, Truth
from kiemdinh.standards.catalogue import Bundled, Edition, HasAmendment
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    Award,
    AwardCompared,
    Bands,
    Case,
    ChangeCompared,
    ChangeQuantity,
    ChoiceDef,
    Citation,
    Confirmation,
    CountCompared,
    CountQuantity,
    CoveredSchools,
    Definition,
    EffortHint,
    Every,
    EvidencePolicy,
    EvidencePolicyOfNode,
    EvidenceTerms,
    ExpectedCounts,
    FamilyMember,
    HighestCompared,
    HighestQuantity,
    InputDef,
    ItsCompared,
    ItsQuantity,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    LawSource,
    LayerDef,
    Localised,
    LowestCompared,
    LowestQuantity,
    MeanCompared,
    MeanQuantity,
    Node,
    NodeInfo,
    NotOf,
    Otherwise,
    Outcome,
    OutcomeCompared,
    Outline,
    ParameterDef,
    ParameterValue,
    Range,
    RangeScale,
    ReferenceDef,
    Roles,
    RoleTerm,
    Rounding,
    Scale,
    SchoolYear,
    SetDef,
    ShareCompared,
    ShareQuantity,
    SimpleAward,
    StageDef,
    Step,
    StepDef,
    StepScale,
    StepTable,
    Subject,
    SumCompared,
    SumQuantity,
    TagDef,
    ValidityTable,
    ValueCompared,
    ValueQuantity,
    ValueTable,
)
from kiemdinh.standards.loading import AppliedChange, Fragment, Framework, MergedSource, Origin, SuspendedNode
from kiemdinh.standards.lowering import (
    FrameworkRules,
    Guard,
    NamedQuantity,
    Population,
    PopulationMember,
    Setting,
    StatedBound,
    StatedTotal,
    TotalMember,
)
from kiemdinh.standards.names import (
    FactKind,
    FactName,
    FactNames,
    MemberName,
    ReferenceName,
    ShownName,
    ValueKind,
    ValueName,
)

__all__ = [
    "STYLESHEET",
    "AllOf",
    "Answerer",
    "AnyOf",
    "AppliedChange",
    "Assessment",
    "AssessmentData",
    "Award",
    "AwardCompared",
    "AwardOnDays",
    "AwardResult",
    "Bands",
    "Blocker",
    "BlockerKind",
    "Bound",
    "Bundled",
    "Case",
    "ChangeCompared",
    "ChangeQuantity",
    "ChoiceDef",
    "Citation",
    "CitedEvidence",
    "Confirmation",
    "CountCompared",
    "CountQuantity",
    "CoveredSchools",
    "Dates",
    "Decision",
    "Definition",
    "Diagnostic",
    "Difference",
    "Dossier",
    "Duration",
    "Edition",
    "Effort",
    "EffortHint",
    "Efforts",
    "EventKind",
    "EventSubject",
    "Every",
    "EvidenceAsked",
    "EvidenceItem",
    "EvidenceLoss",
    "EvidencePolicy",
    "EvidencePolicyOfNode",
    "EvidenceTerms",
    "ExpectedCounts",
    "Explanation",
    "ExplanationKind",
    "FactKind",
    "FactName",
    "FactNames",
    "FamilyMember",
    "Figure",
    "FigureBound",
    "Finding",
    "FindingRecord",
    "Forecast",
    "ForecastEvent",
    "ForecastSpan",
    "Fragment",
    "Framework",
    "FrameworkRef",
    "FrameworkRules",
    "GapRoles",
    "GradeResult",
    "GroupResult",
    "Guard",
    "HasAmendment",
    "Held",
    "HighestCompared",
    "HighestQuantity",
    "IndicatorFigure",
    "IndicatorResult",
    "InputDef",
    "InputError",
    "Interval",
    "ItsCompared",
    "ItsQuantity",
    "LabelOutcome",
    "LadderAward",
    "LadderOutcome",
    "LawSource",
    "LayerDef",
    "LeftOut",
    "LegalBasis",
    "Level",
    "LevelRef",
    "ListName",
    "Localised",
    "Lost",
    "LowestCompared",
    "LowestQuantity",
    "Margin",
    "MeanCompared",
    "MeanQuantity",
    "MemberName",
    "MergedSource",
    "Message",
    "MetOrUnmet",
    "NamedFigure",
    "NamedQuantity",
    "NeededChange",
    "NextQuestion",
    "NextQuestions",
    "Node",
    "NodeInfo",
    "NodeResult",
    "NotApplicable",
    "NotOf",
    "Number",
    "Obstacle",
    "OpenDossier",
    "Origin",
    "Otherwise",
    "Outcome",
    "OutcomeCompared",
    "OutcomeResult",
    "Outline",
    "ParameterDef",
    "ParameterValue",
    "PartResult",
    "PastAward",
    "Population",
    "PopulationMember",
    "PossibleAnswer",
    "QuestionKind",
    "Range",
    "RangeScale",
    "RecordedResult",
    "ReferenceDef",
    "ReferenceName",
    "ReferenceResult",
    "RegisterMember",
    "Renewal",
    "RenewalKind",
    "Repair",
    "RepairChange",
    "Repairs",
    "ResultOrigin",
    "ResultWarning",
    "RoleTerm",
    "Roles",
    "Rounding",
    "Scale",
    "School",
    "SchoolYear",
    "Score",
    "SearchWork",
    "SetDef",
    "Setting",
    "Severity",
    "ShareCompared",
    "ShareQuantity",
    "ShownName",
    "Side",
    "SimpleAward",
    "Source",
    "StageDef",
    "State",
    "StatedBound",
    "StatedFigure",
    "StatedTotal",
    "Step",
    "StepDef",
    "StepScale",
    "StepTable",
    "Subject",
    "SumCompared",
    "SumQuantity",
    "SuspendedNode",
    "TagDef",
    "Target",
    "Titles",
    "ToDo",
    "TotalMember",
    "Truth",
    "Unknown",
    "UnusedReason",
    "UnusedRecord",
    "ValidityTable",
    "ValueCompared",
    "ValueKind",
    "ValueName",
    "ValueQuantity",
    "ValueRecord",
    "ValueTable",
    "WhatIf",
    "Why",
]
