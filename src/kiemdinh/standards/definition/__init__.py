"""What a standard says: the model of its file, checked for shape, and its tree laid flat.

Begin with ``model.py`` (the whole file) and ``conditions.py`` (the surface language of rules). ``outline.py`` lays the
tree flat, ``citations.py`` says where each part stands in the law, and ``measures.py`` reads a literal by what it is
compared with. ``expected_counts.py`` counts what the tree holds, ``rounding.py`` moves thresholds, ``checks.py`` finds
names that stand for two things, and ``schema.py`` makes the JSON Schema for editors. ``digests.py`` names what a
definition says, ``confirmations.py`` who confirmed it.

Words: a *layer* is a kind of node, such as criterion; a *step* is one value of a scale, lowest first; a *level* is a
step that nodes or outcomes reach.

Nothing here evaluates a condition, reads a file or knows a school.
"""

from typing import TYPE_CHECKING, Any

from kiemdinh.standards.definition.checks import (
    check_definition,
    list_wholes,
)
from kiemdinh.standards.definition.citations import (
    Citation,
    citations_of,
)
from kiemdinh.standards.definition.conditions import (
    COMPARATORS,
    EXPECTED_FORMS,
    AllOf,
    AnyOf,
    AwardCompared,
    ChangeCompared,
    ChangeQuantity,
    Compared,
    Cond,
    CountCompared,
    CountQuantity,
    Every,
    HighestCompared,
    HighestQuantity,
    ItsCompared,
    ItsQuantity,
    LowestCompared,
    LowestQuantity,
    MeanCompared,
    MeanQuantity,
    NotOf,
    OutcomeCompared,
    Rounding,
    ShareCompared,
    ShareQuantity,
    Step,
    StepTable,
    SumCompared,
    SumQuantity,
    Table,
    ValueCompared,
    ValueQuantity,
    ValueTable,
)
from kiemdinh.standards.definition.confirmations import (
    check_confirmations,
    confirmations_digest,
    find_part,
    list_standing,
)
from kiemdinh.standards.definition.digests import (
    content_data,
    content_digest,
    part_digest,
    rules_data,
    rules_digest,
)
from kiemdinh.standards.definition.expected_counts import MANDATORY, check_expected_counts
from kiemdinh.standards.definition.law import (
    CERTAINTIES,
    Certainty,
    Cited,
    Localised,
)
from kiemdinh.standards.definition.measures import (
    Measure,
    input_measure,
    read_duration,
    read_literal,
    read_parameter,
    scale_measure,
    scale_words,
)
from kiemdinh.standards.definition.model import (
    Adoption,
    Award,
    Bands,
    Case,
    ChoiceDef,
    Confirmation,
    ConfirmationFile,
    CoveredSchools,
    Definition,
    EffortHint,
    EvidencePolicy,
    EvidencePolicyOfNode,
    EvidenceTerms,
    ExpectedCounts,
    InputDef,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    LawSource,
    LayerDef,
    Node,
    Otherwise,
    Outcome,
    ParameterDef,
    ParameterValue,
    Range,
    RangeScale,
    ReferenceDef,
    Roles,
    RoleTerm,
    Scale,
    SchoolYear,
    SetDef,
    SimpleAward,
    StageDef,
    StepDef,
    StepScale,
    Subject,
    TagDef,
    ValidityTable,
    check_language,
)
from kiemdinh.standards.definition.outline import (
    NodeInfo,
    Outline,
    build_outline,
    listed_ids,
)
from kiemdinh.standards.definition.rounding import threshold_before_rounding
from kiemdinh.standards.definition.subject_words import usual_word

if TYPE_CHECKING:
    from kiemdinh.standards.definition.schema import (
        DEFINITION_SCHEMA_ID,
        definition_schema,
        schema_text,
        simplify_schema,
    )

__all__ = [
    "CERTAINTIES",
    "COMPARATORS",
    "DEFINITION_SCHEMA_ID",
    "EXPECTED_FORMS",
    "MANDATORY",
    "Adoption",
    "AllOf",
    "AnyOf",
    "Award",
    "AwardCompared",
    "Bands",
    "Case",
    "Certainty",
    "ChangeCompared",
    "ChangeQuantity",
    "ChoiceDef",
    "Citation",
    "Cited",
    "Compared",
    "Cond",
    "Confirmation",
    "ConfirmationFile",
    "CountCompared",
    "CountQuantity",
    "CoveredSchools",
    "Definition",
    "EffortHint",
    "Every",
    "EvidencePolicy",
    "EvidencePolicyOfNode",
    "EvidenceTerms",
    "ExpectedCounts",
    "HighestCompared",
    "HighestQuantity",
    "InputDef",
    "ItsCompared",
    "ItsQuantity",
    "LabelOutcome",
    "LadderAward",
    "LadderOutcome",
    "LawSource",
    "LayerDef",
    "Localised",
    "LowestCompared",
    "LowestQuantity",
    "MeanCompared",
    "MeanQuantity",
    "Measure",
    "Node",
    "NodeInfo",
    "NotOf",
    "Otherwise",
    "Outcome",
    "OutcomeCompared",
    "Outline",
    "ParameterDef",
    "ParameterValue",
    "Range",
    "RangeScale",
    "ReferenceDef",
    "RoleTerm",
    "Roles",
    "Rounding",
    "Scale",
    "SchoolYear",
    "SetDef",
    "ShareCompared",
    "ShareQuantity",
    "SimpleAward",
    "StageDef",
    "Step",
    "StepDef",
    "StepScale",
    "StepTable",
    "Subject",
    "SumCompared",
    "SumQuantity",
    "Table",
    "TagDef",
    "ValidityTable",
    "ValueCompared",
    "ValueQuantity",
    "ValueTable",
    "build_outline",
    "check_confirmations",
    "check_definition",
    "check_expected_counts",
    "check_language",
    "citations_of",
    "confirmations_digest",
    "content_data",
    "content_digest",
    "definition_schema",
    "find_part",
    "input_measure",
    "list_standing",
    "list_wholes",
    "listed_ids",
    "part_digest",
    "read_duration",
    "read_literal",
    "read_parameter",
    "rules_data",
    "rules_digest",
    "scale_measure",
    "scale_words",
    "schema_text",
    "simplify_schema",
    "threshold_before_rounding",
    "usual_word",
]


def __getattr__(name: str) -> Any:
    """Load the schema when it is asked for: as a module that is run, it must not be imported before."""
    if name not in ("DEFINITION_SCHEMA_ID", "definition_schema", "schema_text", "simplify_schema"):
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from kiemdinh.standards.definition import schema  # noqa: PLC0415

    return getattr(schema, name)
