"""Short forms, written out before a definition is validated.

``bands`` become the conditions of a ladder's steps, and each parameter becomes an input as well.

A short form and its written-out form mean the same, so that no later module knows short forms. A problem in a short
form is still reported where the author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import find_number
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.models import Model
from kiemdinh.parsing.placed_tree import MAX_NODES
from kiemdinh.standards.definition import Bands, ParameterDef
from kiemdinh.standards.loading.merged_source import MergedSource, Origin

__all__ = ["write_out_short_forms"]


def write_out_short_forms(merged: MergedSource, problems: Problems) -> MergedSource:
    """Return a definition with its short forms written out; *problems* are those of *merged*.

    Reports bands that do not rise from step to step (KD228). A value without the shape of a short form stays as it is,
    for validation to report. Linear in the size of the result.

    Raises
    ------
    InputError
        Written out, the short forms have more than :data:`~kiemdinh.parsing.placed_tree.MAX_NODES` values.
    """
    with_inputs = _write_out_parameters(merged, problems)
    writer = _ShortFormWriter(merged.data, problems)
    data = dict(with_inputs.data)
    for key in ("outcomes", "awards"):
        entries = data.get(key)
        if isinstance(entries, list):
            data[key] = [writer.write_out(entry, (key, i)) for i, entry in enumerate(entries)]
    return with_inputs.with_bands_written_out(data, writer.origins)


def _write_out_parameters(merged: MergedSource, problems: Problems) -> MergedSource:
    writer, parameters = _ShortFormWriter(merged.data, problems), merged.data.get("parameters")
    inputs = merged.data.get("inputs", {})
    if not isinstance(parameters, dict) or not isinstance(inputs, dict):
        return merged
    data = {**merged.data, "inputs": {**inputs, **writer.write_inputs(parameters)}}
    return merged.with_data(data, writer.origins)


@dataclass(slots=True)
class _ShortFormWriter:
    """Writes out the short forms of one definition.

    Attributes
    ----------
    data
        The definition as written.
    moved
        The place in the definition as written of each part of the written-out form.
    """

    data: Mapping[str, Any]
    problems: Problems
    moved: dict[Path, Path] = field(default_factory=dict)
    _values: int = 0

    @property
    def origins(self) -> dict[Path, Origin]:
        """The origins of the parts, in the form that a source keeps."""
        return {path: Origin(None, before) for path, before in self.moved.items()}

    def write_out(self, ladder: Any, at: Path) -> Any:
        """Return an outcome or award with its bands in its ``needs``, each joined to the step's own condition there."""
        if not isinstance(ladder, dict) or "bands" not in ladder:
            return ladder
        bands, needs = ladder["bands"], ladder.get("needs", {})
        if not _fits(Bands, bands) or not isinstance(needs, dict):
            return {**ladder, "needs": needs}
        self._count_values(bands, at)
        self._check_rising(bands["from"], _steps_of(ladder.get("ladder"), self.data), at)
        rest = {key: value for key, value in ladder.items() if key != "bands"}
        self.moved[*at, "needs"] = (*at, "bands", "from")
        self.moved.update({(*at, "needs", step): (*at, "needs", step) for step in needs})
        written = {step: self._write_band(bands["of"], step, bound, needs, at) for step, bound in bands["from"].items()}
        # In the order of the bands, as an author would write the steps out.
        return {**rest, "needs": {**written, **{step: need for step, need in needs.items() if step not in written}}}

    def write_inputs(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return parameters as inputs that are context; their values stay where they are.

        Reports a parameter with the name of an input. One without the shape of a parameter is left out: validation
        finds what is wrong with it.
        """
        declared = self.data.get("inputs", {})
        written: dict[str, Any] = {}
        for name, parameter in parameters.items():
            kept = (
                {key: value for key, value in parameter.items() if key != "default"}
                if _fits(ParameterDef, parameter)
                else None
            )
            as_input = None if kept is None else {**kept, "given": "true"}
            # A definition that was made from a loaded one has its parameters among the inputs already.
            if name in declared and declared[name] != as_input:
                message = Message("the name '{name}' is used twice", name=name)
                self.problems.add("KD201", message, ("parameters", name), key=True, first=("inputs", name))
            elif as_input is not None:
                self.moved["inputs", name] = ("parameters", name)
                written[name] = as_input
        return written

    def _write_band(self, of: Mapping[str, Any], step: str, bound: Any, needs: Mapping[str, Any], at: Path) -> Any:
        """Return the condition of one step: the figure is at least *bound*, and the step's other condition, if any."""
        band, path = {**of, "at_least": bound}, (*at, "needs", step)
        inner = (*path, "all", 0) if step in needs else path
        self.moved[inner] = self.moved[*inner, "at_least"] = (*at, "bands", "from", step)
        self.moved.update({(*inner, key): (*at, "bands", "of", key) for key in of})
        if step not in needs:
            return band
        self.moved[*path, "all", 1] = path
        return {"all": [band, needs[step]]}

    def _count_values(self, bands: Mapping[str, Any], at: Path) -> None:
        """Count the values to be written out: a long figure for each of many steps could exhaust the memory."""
        self._values += sum(1 for _ in _values_in(bands["of"])) * len(bands["from"])
        if self._values > MAX_NODES:
            message = Message(
                "written out for every step, the bands have more than {max_nodes:,} values", max_nodes=MAX_NODES
            )
            self.problems.add("KD007", message, (*at, "bands"), hint=Message("name the figure in define"))
            self.problems.raise_errors()

    def _check_rising(self, bounds: Mapping[str, Any], steps: list[str], at: Path) -> None:
        """Report each step that asks for no more than the step below it (2.4)."""
        stated = [(step, bounds[step]) for step in steps if isinstance(bounds.get(step), str | int | float)]
        for (lower, low), (step, high) in pairwise((step, str(bound)) for step, bound in stated):
            below, above = find_number(low.removesuffix("%")), find_number(high.removesuffix("%"))
            # A fraction beside a percentage is left to the checks of the condition of each step.
            is_alike = low.endswith("%") is high.endswith("%")
            if below is not None and above is not None and above <= below and is_alike:
                message = Message("'{step}' does not begin above '{lower}', the step below it", step=step, lower=lower)
                expected = Message("more than {low}", low=low)
                self.problems.add("KD228", message, (*at, "bands", "from", step), expected=expected, found=high)


def _fits(model: type[Model], data: Any) -> bool:
    """Return whether some data has the shape of a model; validation finds its problems again."""
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def _values_in(part: Any) -> Iterator[Any]:
    """Yield everything inside a part of a definition, without recursion, for it may be nested deeply."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())


def _steps_of(scale: Any, data: Mapping[str, Any]) -> list[str]:
    """Return the steps of a scale as written, lowest first; none where there is no such scale."""
    scales = data.get("scales")
    found = scales.get(str(scale)) if isinstance(scales, dict) else None
    steps = found.get("steps") if isinstance(found, dict) else None
    return [str(step.get("id")) for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
