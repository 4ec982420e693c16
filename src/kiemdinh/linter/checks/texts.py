"""What a definition says of itself: in which languages, by which law, and how long an award lasts (KD532-534)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.analysis.sites import parts_of
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.law import Law, Said

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.problems import Path

__all__ = ["check"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find texts that lack a language of the title, parts without a citation, and awards without validity."""
    yield from _translations(study)
    yield from _citations(study)
    for i, award in enumerate(study.framework.awards):
        if award.valid is None and "valid" not in award.law:
            yield make_finding(
                study,
                "KD534",
                f"it is not said how long award '{award.id}' is valid",
                ("awards", i, "id"),
                expected="valid: 5 years, or law: {valid: {vi: …}} where the law does not say",
            )


# -- translations ----------------------------------------------------------------------------------------


def _translations(study: Study) -> Iterator[LintFinding]:
    """One finding for each thing; only one for a language in which most of the definition is not said."""
    definition = study.framework.definition
    said = [(part, path) for part, path in parts_of(definition) if isinstance(part, Said) and _languages(part)]
    for language in _languages(definition):
        lacking = [path for part, path in said if language not in _languages(part)]
        if 2 * len(lacking) > len(said):
            message = f"the title is said in '{language}', and so are only {len(said) - len(lacking) - 1} other texts"
            at = (language,) if language in ("vi", "en") else ("text", language)
            yield make_finding(study, "KD532", message, at, key=True, found=f"{len(lacking)} texts without {language}")
        else:
            for path in lacking:
                yield make_finding(study, "KD532", f"this is not said in '{language}', as the title is", path)


def _languages(part: Said) -> tuple[str, ...]:
    own = [code for code in ("vi", "en") if getattr(part, code) is not None]
    return (*own, *(part.text or ()))


# -- citations -------------------------------------------------------------------------------------------


def _citations(study: Study) -> Iterator[LintFinding]:
    definition = study.framework.definition
    if not _cites(definition):
        message = "nothing in this definition says where it stands in the law"
        yield make_finding(study, "KD533", message, ("source",), key=True)
    elif definition.cite is None:
        for what, path in (*_uncited_nodes(study), *_uncited_results(study)):
            yield make_finding(study, "KD533", f"{what} says where it stands in the law", path, key=True)


def _cites(part: object) -> bool:
    """Whether a part, or anything inside it, says where it stands in the law."""
    return any(isinstance(one, Law) and one.cite is not None for one, _ in parts_of(part))


def _uncited_nodes(study: Study) -> Iterator[tuple[str, Path]]:
    """Yield the topmost nodes of which no requirement has a citation in reach."""
    outline = study.framework.outline
    cited: set[str] = set()
    for name, info in outline.nodes.items():
        if info.law.cite is not None or _cites(info.node):
            cited.update((name, *outline.ancestors(name)))
    if not cited:
        yield "no part of the tree", ("tree",)
        return
    for name, info in outline.nodes.items():
        if name not in cited and (info.parent is None or info.parent in cited):
            yield f"nothing in '{name}'", info.path


def _uncited_results(study: Study) -> Iterator[tuple[str, Path]]:
    for i, outcome in enumerate(study.framework.outcomes):
        if not _cites(outcome):
            yield f"nothing in outcome '{outcome.id}'", ("outcomes", i, "id")
    for i, award in enumerate(study.framework.awards):
        if not _cites(award):
            yield f"nothing in award '{award.id}'", ("awards", i, "id")
