"""What a definition file may say: the model of a framework (bộ tiêu chuẩn).

Begin with ``definition.py``, the whole file; each other module has one of its sections. ``language.py`` refuses a
version of the language that is not known, and ``confirmations.py`` is the file of confirmations.

The grammar is described in ``docs/language.md``; these modules are its one source, from which the JSON Schema for
editors is made: the first line of a class and the descriptions of its fields are what editors show. What the ids of a
definition mean together is checked where it is laid flat and lowered.
"""

from kiemdinh.standards.definition.model.awards import (
    Award,
    LadderAward,
    SimpleAward,
    ValidityTable,
)
from kiemdinh.standards.definition.model.confirmations import (
    Confirmation,
    ConfirmationFile,
)
from kiemdinh.standards.definition.model.definition import (
    Adoption,
    Definition,
    ExpectedCounts,
)
from kiemdinh.standards.definition.model.evidence_policies import (
    EvidencePolicy,
    EvidencePolicyOfNode,
    EvidenceTerms,
)
from kiemdinh.standards.definition.model.inputs import (
    ChoiceDef,
    EffortHint,
    InputDef,
    ParameterDef,
    ParameterValue,
    Range,
)
from kiemdinh.standards.definition.model.language import (
    check_language,
)
from kiemdinh.standards.definition.model.nodes import (
    LayerDef,
    Node,
    TagDef,
)
from kiemdinh.standards.definition.model.outcomes import (
    Bands,
    Case,
    LabelOutcome,
    LadderOutcome,
    Otherwise,
    Outcome,
)
from kiemdinh.standards.definition.model.references import (
    FamilyMember,
    ReferenceDef,
)
from kiemdinh.standards.definition.model.roles import (
    Roles,
    RoleTerm,
)
from kiemdinh.standards.definition.model.scales import (
    RangeScale,
    Scale,
    StepDef,
    StepScale,
)
from kiemdinh.standards.definition.model.sets import (
    SetDef,
)
from kiemdinh.standards.definition.model.sources import (
    CoveredSchools,
    LawSource,
)
from kiemdinh.standards.definition.model.subjects import (
    SchoolYear,
    StageDef,
    Subject,
)

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
