"""What a standard says: the model of its file, checked for shape, and its tree laid flat.

Begin with ``model.py`` (the whole file) and ``conditions.py`` (the surface language of rules). ``outline.py`` lays the
tree flat, ``citations.py`` says where each part stands in the law, and ``measures.py`` reads a literal by what it is
compared with. ``rounding.py`` moves thresholds, ``checks.py`` finds names that stand for two things, and ``schema.py``
makes the JSON Schema for editors.

Words: a *layer* is a kind of node, such as criterion; a *step* is one value of a scale, lowest first; a *level* is a
step that nodes or outcomes reach.

Nothing here evaluates a condition, reads a file or knows a school.
"""

from typing import TYPE_CHECKING, Any

from kiemdinh.standards.definition.checks import (
    check_definition,
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
    Change,
    ChangeCompared,
    Compared,
    Cond,
    Count,
    CountCompared,
    Every,
    Highest,
    HighestCompared,
    Its,
    ItsCompared,
    Lowest,
    LowestCompared,
    Mean,
    MeanCompared,
    NotOf,
    OutcomeCompared,
    Rounding,
    Share,
    ShareCompared,
    Step,
    StepTable,
    Sum,
    SumCompared,
    Table,
    Value,
    ValueCompared,
    ValueTable,
)
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
    read_share,
    scale_measure,
    scale_words,
)
from kiemdinh.standards.definition.model import (
    Award,
    Case,
    ChoiceDef,
    Definition,
    EffortHint,
    EvidencePolicy,
    InputDef,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    LawSource,
    LayerDef,
    Node,
    Otherwise,
    Outcome,
    Range,
    RangeScale,
    Scale,
    SchoolYear,
    SetDef,
    SimpleAward,
    StepDef,
    StepScale,
    Subject,
    TagDef,
    ValidityTable,
)
from kiemdinh.standards.definition.outline import (
    NodeInfo,
    Outline,
    build_outline,
    listed_ids,
)
from kiemdinh.standards.definition.rounding import threshold_before_rounding

if TYPE_CHECKING:
    from kiemdinh.standards.definition.schema import DEFINITION_SCHEMA_ID, definition_schema, schema_text


__all__ = [
    "CERTAINTIES",
    "COMPARATORS",
    "DEFINITION_SCHEMA_ID",
    "EXPECTED_FORMS",
    "AllOf",
    "AnyOf",
    "Award",
    "AwardCompared",
    "Case",
    "Certainty",
    "Change",
    "ChangeCompared",
    "ChoiceDef",
    "Citation",
    "Cited",
    "Compared",
    "Cond",
    "Count",
    "CountCompared",
    "Definition",
    "EffortHint",
    "Every",
    "EvidencePolicy",
    "Highest",
    "HighestCompared",
    "InputDef",
    "Its",
    "ItsCompared",
    "LabelOutcome",
    "LadderAward",
    "LadderOutcome",
    "LawSource",
    "LayerDef",
    "Localised",
    "Lowest",
    "LowestCompared",
    "Mean",
    "MeanCompared",
    "Measure",
    "Node",
    "NodeInfo",
    "NotOf",
    "Otherwise",
    "Outcome",
    "OutcomeCompared",
    "Outline",
    "Range",
    "RangeScale",
    "Rounding",
    "Scale",
    "SchoolYear",
    "SetDef",
    "Share",
    "ShareCompared",
    "SimpleAward",
    "Step",
    "StepDef",
    "StepScale",
    "StepTable",
    "Subject",
    "Sum",
    "SumCompared",
    "Table",
    "TagDef",
    "ValidityTable",
    "Value",
    "ValueCompared",
    "ValueTable",
    "build_outline",
    "check_definition",
    "citations_of",
    "definition_schema",
    "input_measure",
    "listed_ids",
    "read_duration",
    "read_literal",
    "read_share",
    "scale_measure",
    "scale_words",
    "schema_text",
    "threshold_before_rounding",
]


def __getattr__(name: str) -> Any:
    """Load the schema when it is asked for: as a module that is run, it must not be imported before."""
    if name not in ("DEFINITION_SCHEMA_ID", "definition_schema", "schema_text"):
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from kiemdinh.standards.definition import schema  # noqa: PLC0415

    return getattr(schema, name)
