"""Compile the catalogues of messages: ``LANG.po``, which people edit, to ``LANG.mo``, which gettext reads.

The bundled frameworks are compiled into the wheel, so that the installed package need not read their YAML, nor lower
their rules. The pages of
codes are copied from ``docs/diagnostics.md``, so that the installed command can print them.

Hatchling runs this when it builds or installs the package; ``poe messages`` runs it after a change.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
_LASTING = ("Language", "Plural-Forms", "Content-Type")


class CompileMessages(BuildHookInterface[Any]):
    """The step of a build that compiles the catalogues, so that a package never carries older ones."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the package are collected."""
        compile_catalogues(Path(self.root) / "src")
        copy_code_pages(Path(self.root))
        # What is installed in place reads the YAML, which may change after the build.
        if version != "editable":
            build_data["force_include"] |= self._compile_frameworks()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away the compiled frameworks, which are in the wheel by now."""
        if self._compiled is not None:
            self._compiled.cleanup()

    _compiled: tempfile.TemporaryDirectory[str] | None = None

    def _compile_frameworks(self) -> dict[str, str]:
        """Compile the bundled frameworks; return for each file where it stands in the wheel."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        # Of the source that is being built.
        from kiemdinh.standards.catalogue.compiled import compile_framework, load_yaml  # noqa: PLC0415
        from kiemdinh.standards.catalogue.compiled_rules import compile_rules  # noqa: PLC0415
        from kiemdinh.standards.catalogue.files import COMPILED_FOLDER  # noqa: PLC0415

        self._compiled = tempfile.TemporaryDirectory()
        catalogue = Path(self.root) / "src" / "kiemdinh" / "standards" / "catalogue"
        found = {}
        for name in sorted(path.stem for path in catalogue.glob("*.yaml")):
            parts = compile_framework(name, catalogue) | compile_rules(name, load_yaml(name))
            for part, content in parts.items():
                file = Path(self._compiled.name) / part
                file.write_bytes(content)
                found[str(file)] = f"kiemdinh/standards/catalogue/{COMPILED_FOLDER}/{part}"
        return found


class _LastingCatalog(Catalog):
    """A catalogue without dates and versions in its header, so that the same messages compile to the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super().mime_headers if name in _LASTING]


def copy_code_pages(root: Path) -> None:
    """Write the pages of codes into the package: ``docs/diagnostics.md`` from its first code on."""
    (root / "src" / "kiemdinh" / "diagnostics" / "pages" / "codes.md").write_text(code_pages(root), encoding="utf-8")


def code_pages(root: Path) -> str:
    """Return the sections of ``docs/diagnostics.md`` that are about a code."""
    text = (root / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    return text[text.index("## KD") :]


def compile_catalogues(folder: Path) -> None:
    """Write a ``.mo`` beside every ``.po`` below *folder*.

    Raises
    ------
    babel.messages.pofile.PoFileError
        A catalogue cannot be read.
    """
    for source in sorted(folder.rglob("*.po")):
        source.with_suffix(".mo").write_bytes(compile_catalogue(source))


def compile_catalogue(source: Path) -> bytes:
    """Return one catalogue as gettext reads it. The plural rule is Babel's own for the language."""
    # gettext itself looks for LANG/LC_MESSAGES/DOMAIN.mo; our own look-up takes LANG.mo.
    lang = source.parents[1].name if source.parent.name == "LC_MESSAGES" else source.stem
    with source.open("rb") as file:
        messages = read_po(file, locale=lang, abort_invalid=True)
    catalog = _LastingCatalog(lang)
    for message in messages:
        if message.id:
            catalog[message.id] = message
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


if __name__ == "__main__":
    compile_catalogues(ROOT / "src")
    copy_code_pages(ROOT)
