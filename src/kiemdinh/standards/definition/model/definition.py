"""The whole file: a definition, or a file that adopts one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kiemdinh.parsing.fields import Id, Map, Text, Whole
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import BeforeValidator, Model, WithJsonSchema, key
from kiemdinh.standards.definition.conditions import Defined
from kiemdinh.standards.definition.law import Certainty, Localised
from kiemdinh.standards.definition.model.awards import Award
from kiemdinh.standards.definition.model.confirmations import Confirmation
from kiemdinh.standards.definition.model.evidence_policies import EvidencePolicy
from kiemdinh.standards.definition.model.inputs import InputDef, ParameterDef, ValueWithLaw
from kiemdinh.standards.definition.model.language import check_language
from kiemdinh.standards.definition.model.nodes import LayerDef, Node, TagDef
from kiemdinh.standards.definition.model.outcomes import Outcome
from kiemdinh.standards.definition.model.references import ReferenceDef
from kiemdinh.standards.definition.model.roles import Roles
from kiemdinh.standards.definition.model.scales import Scale, StepDef, StepScale
from kiemdinh.standards.definition.model.sets import SetDef
from kiemdinh.standards.definition.model.sources import LawSource
from kiemdinh.standards.definition.model.subjects import SchoolYear, Subject

__all__ = ["Adoption", "Definition", "ExpectedCounts"]


class ExpectedCounts(Model):
    """How many there are to be of what the tree holds, so that nothing is lost unnoticed.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("org.abet").definition
    >>> definition.expect.criteria
    8
    """

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
    parameters: Map[ValueWithLaw] = key(min_length=1)


class Definition(Localised):
    """A whole definition file.

    Attributes
    ----------
    framework
        The id of the framework, which files and results name it by.
    source
        The document of law that it renders.
    subject
        What is assessed.
    school_year
        When a school year begins; None for the calendar year.
    evidence
        The evidence that a self-assessed *met* needs, and the form of codes; None where nothing is asked for.
    roles
        How long figures have their roles.
    inputs, scales, tags, layers, sets
        What the tree and the rules refer to. In a definition that is loaded the parameters stand among the inputs, too.
    parameters
        The values that the law leaves open, each with its value where one is set.
    adopts
        The framework that it adopts with parameters set; None where the file is a whole definition.
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
        Who compared which node with the law, and when.
    expect
        How many criteria, requirements and so on there are to be; other numbers are an error.
    certainty
        How sure the author is of all that does not say otherwise (7.2).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt57-2026.gdtx").definition
    >>> definition.source.document, [outcome.id for outcome in definition.outcomes]
    ('57/2026/TT-BGDĐT', ['muc'])
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
    adopts: Annotated[Id | None, WithJsonSchema(None)] = None  # stated by an adoption; this definition is the result
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
        """Return a whole definition that loads again, without parameters among the inputs and without ``adopts``."""
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
