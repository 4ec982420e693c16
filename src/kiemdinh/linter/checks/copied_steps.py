"""Steps of a ladder that ask for a lower step where those below ask for their own (KD564).

Level 1 needs level 1 of the mandatory criteria, level 2 needs level 2 of them, and level 3 needs level 2 again: its
condition was copied and not adapted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.linter.written import write_part
from kiemdinh.standards.definition import AllOf, LadderAward, LadderOutcome, StepScale

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.parsing.models import Model

__all__ = ["check_copied_steps"]

_MIN_ALIKE: Final = 2
"""The fewest steps below that must ask for their own step, for this to be the custom of a ladder."""


def check_copied_steps(study: Study) -> Iterator[LintFinding]:
    """Find parts of a step that repeat a demand of a lower step; linear in the size of the ladders."""
    for part, path in study.parts:
        if isinstance(part, LadderOutcome | LadderAward):
            scale = study.framework.definition.scales[part.ladder]
            steps = [step.id for step in scale.steps] if isinstance(scale, StepScale) else []
            yield from _check_ladder(study, part, [step for step in steps if step in part.needs], path)


def _check_ladder(
    study: Study, ladder: LadderOutcome | LadderAward, steps: Sequence[str], path: Path
) -> Iterator[LintFinding]:
    shapes = {step: [_write_shapes(each, steps) for each, _ in _list_parts(ladder, step)] for step in steps}
    for at, step in enumerate(steps[_MIN_ALIKE:], _MIN_ALIKE):
        for (_, inside), own in zip(_list_parts(ladder, step), shapes[step], strict=True):
            for lower, shape in own.items():  # one at most
                has_own = any(each.get(step) == shape for each in shapes[step])
                is_custom = all(any(each.get(other) == shape for each in shapes[other]) for other in steps[:at])
                if lower in steps[:at] and is_custom and not has_own:
                    message = Message(
                        "'{step}' asks here for '{lower}' again, where each step below asks for itself",
                        step=step,
                        lower=lower,
                    )
                    expected = Message.verbatim(step)
                    yield make_finding(study, "KD564", message, (*path, *inside), expected=expected, found=lower)


def _list_parts(ladder: LadderOutcome | LadderAward, step: str) -> Iterator[tuple[Any, Path]]:
    """Yield the parts of the needs of a step, each with its place in the ladder."""
    need = ladder.needs[step]
    if isinstance(need, AllOf):
        yield from ((each, ("needs", step, "all", i)) for i, each in enumerate(need.all_))
    else:
        yield need, ("needs", step)


def _write_shapes(part: Model | str, steps: Sequence[str]) -> Mapping[str, str]:
    """Return a part without the step that it names, by that step; empty where it names none or several."""
    written = repr(part if isinstance(part, str) else write_part(part))
    named = [step for step in steps if repr(step) in written]
    return {named[0]: written.replace(repr(named[0]), "…")} if len(named) == 1 else {}
