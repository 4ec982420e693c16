"""The reference: every public name of a module, from its docstring, in the groups of the module's own page."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from name_groups import (
    ARGUMENT_TYPES,
    GROUP,
    LITERAL,
    PublicName,
    defining_module,
    described_path,
    find_texts,
    groups_of,
    paths_of_short_names,
    public_names,
)
from sphinx.addnodes import desc_signature, pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode, nested_parse_with_titles

from kiemdinh.parsing.models.keys import Key

# What classes of the standard library and of pydantic bring along.
_FOREIGN_BASES = (
    "BaseModel, object, BaseException, tuple, str, int, dict, Mapping, Sequence, Iterator, Protocol, Generic"
)
# What a class is called where it is defined, and what users call it.
_OTHER_NAMES: dict[str, str] = {}
# What is said of the keys of a definition, by the paths of their classes.
_DESCRIPTIONS: dict[str, dict[str, str]] = {}
_OF_NAMED_TUPLE = "Alias for field number"  # what Python itself says of a field
_FIELDS = ("attribute", "property", "data")
_LONGEST_VALUE = 500  # in characters
_COLON = "\N{RATIO} "  # in place of a colon


class PublicNames(SphinxDirective):
    """Everything that a module offers to users."""

    required_arguments = 1
    has_content = True  # the groups of names, which ``groups_of`` reads
    option_spec = {"constructors": directives.flag}  # noqa: RUF012 - as docutils has it

    def run(self) -> list[nodes.Node]:
        """Return the page of the module: its docstring, then its groups."""
        module = self.arguments[0]
        lines = [f".. py:module:: {module}", ""]
        lines += self.introduction(module)
        for title, text, names in groups_of(module):
            lines += ["", title, "-" * len(title), "", *text.splitlines(), ""]
            for name in names:
                lines += ["", *self.entry(module, name), ""]
        parent = nodes.section()
        parent.document = self.state.document
        source = sys.modules[module].__file__ or module
        nested_parse_with_titles(self.state, StringList(lines, source=source), parent, self.content_offset)
        return parent.children

    def introduction(self, module: str) -> list[str]:
        """Return the docstring of the module without the groups, which become sections."""
        text = inspect.getdoc(import_module(module)) or ""
        names = set(import_module(module).__all__)
        for match in GROUP.finditer(text):
            if names & set(LITERAL.findall(match[2])):
                text = text.replace(match[0], "")
        return text.splitlines()

    def entry(self, module: str, name: str) -> list[str]:
        """Return the directive that describes a name, or a link to where it is described."""
        path = described_path(module, name)
        public = public_names()[path]
        if public.module != module and (public.module, name) not in ARGUMENT_TYPES:
            return [f"``{name}`` is :py:obj:`{path}`."]
        lines = [f".. {public.directive}:: {path}"]
        if public.directive in ("autoclass", "autoexception"):
            lines += ["   :members:", "   :undoc-members:", f"   :inherited-members: {_FOREIGN_BASES}"]
        if public.directive == "autodata":
            defining = defining_module(public.module, name)
            lines = [f".. py:data:: {name}", f"   :module: {public.module}", *self.value(public), ""]
            lines += [f"   {line}" for line in find_texts(defining).get(name, "").splitlines()]
        return lines

    def value(self, public: PublicName) -> list[str]:
        """Return the options that say what a constant or an alias of a type is."""
        value = public.value
        is_text_of_type = isinstance(value, str) and (public.module, public.name) in ARGUMENT_TYPES
        text = str(value) if is_text_of_type or hasattr(value, "__args__") else repr(value)
        shown = re.sub(r"\b(?:typing|kiemdinh[\w.]*)\.(?=\w)", "", text)
        return [f"   :value: {shown}"] if len(shown) < _LONGEST_VALUE and "\n" not in shown else []


def rename_classes() -> None:
    """Give each class its public name; else autodoc describes it as an alias, without its fields."""
    for public in public_names().values():
        if inspect.isclass(public.value) and public.value.__name__ != public.name:
            _OTHER_NAMES[public.value.__name__] = public.name
            public.value.__name__ = public.value.__qualname__ = public.name


def show_fields_plainly() -> None:
    """Let autodoc see the fields of models as those of other classes: with a type that has no readers in it."""
    models = {path: public.value for path, public in public_names().items() if hasattr(public.value, "model_fields")}
    for path, model in models.items():
        fields = model.model_fields.items()
        _DESCRIPTIONS[path] = {name: f"{field.description}." for name, field in fields if field.description}
    for model in models.values():
        for base in (base for base in model.__mro__ if base.__module__.startswith("kiemdinh")):
            hints = get_type_hints(base)
            base.__annotations__ = {name: hints[name] for name in inspect.get_annotations(base)}
            for name in [name for name, value in vars(base).items() if isinstance(value, Key)]:
                delattr(base, name)


def keep_texts(app: Sphinx, what: str, name: str, obj: Any, _options: Any, lines: list[str]) -> None:
    """Keep what is said of fields, before napoleon reads it.

    The section ``Attributes`` is taken apart, so that it is said of each field beside its type; what a class inherits
    is said again. Keys of a definition have descriptions.
    """
    kept: dict[str, list[str]] = app.env.temp_data.setdefault("texts_of_fields", {})
    if what in ("class", "exception"):
        kept |= {f"{name}.{key}": [text] for key, text in _DESCRIPTIONS.get(name, {}).items()}
        inherited = [(inspect.getdoc(base) or "").splitlines() for base in reversed(inspect.getmro(obj)[1:])]
        for text in (*inherited, lines):
            for fields, said in _cut_attributes(text):
                kept |= {f"{name}.{field.strip()}": said for field in fields.split(",")}
    elif what in _FIELDS and any(lines):
        # Napoleon would take the words before a colon for a type.
        lines[0] = lines[0].replace(": ", _COLON)


def put_texts(app: Sphinx, what: str, name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    """Say of each field what was kept for it."""
    if what in _FIELDS:
        is_own = not (lines and lines[0].startswith(_OF_NAMED_TUPLE))
        said = [line.replace(_COLON, ": ") for line in lines if is_own]
        lines[:] = said if any(said) else app.env.temp_data.get("texts_of_fields", {}).get(name, [])


def put_missing_text(app: Sphinx, _domain: str, what: str, content: nodes.Element) -> None:
    """Say of a field what was kept for it, where autodoc asks nobody: of one that a class only annotates."""
    head = content.parent.children[0]
    if what not in _FIELDS or content.children or not isinstance(head, desc_signature):
        return
    name = f"{head['module']}.{head['fullname']}"
    text = " ".join(app.env.temp_data.get("texts_of_fields", {}).get(name, []))
    words = re.split("``(.+?)``", text)
    parts = [nodes.literal("", part) if i % 2 else nodes.Text(part) for i, part in enumerate(words) if part]
    content += [nodes.paragraph("", "", *parts)] if parts else []


def _cut_attributes(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Remove the section ``Attributes`` of a docstring in the style of NumPy, and yield its entries."""
    start = next((i for i in range(len(lines) - 1) if lines[i] == "Attributes" and set(lines[i + 1]) == {"-"}), None)
    if start is None:
        return
    end = next((i - 1 for i in range(start + 3, len(lines)) if lines[i] and set(lines[i]) == {"-"}), len(lines))
    section = lines[start + 2 : end]
    del lines[start:end]
    heads = [i for i, line in enumerate(section) if line and not line[0].isspace()]
    for i, head in enumerate(heads):
        stop = heads[i + 1] if i + 1 < len(heads) else len(section)
        yield section[head].partition(":")[0], inspect.cleandoc("\n".join(["", *section[head + 1 : stop]])).splitlines()


def skip_member(_app: Sphinx, what: str, name: str, obj: Any, skip: bool, _options: Any) -> bool | None:
    """Leave out what pydantic needs of its models."""
    return True if what == "class" and name in {"model_config", "prepare_data", "model_post_init"} else None


def hide_constructor(
    _app: Sphinx, what: str, name: str, obj: Any, _options: Any, _signature: str | None, _returned: str | None
) -> tuple[str, str] | None:
    """Show no arguments of a class that users are handed, and do not make: its fields say the same."""
    made = ("kiemdinh.rules.", "kiemdinh.documents.", "kiemdinh.web.", "kiemdinh.exchange.")
    is_protocol = getattr(obj, "_is_protocol", False)
    return ("", "") if what == "class" and (is_protocol or not name.startswith(made)) else None


def resolve_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element) -> nodes.Node | None:
    """Link a name that is written without its module, or with the module that defines it.

    Names of other packages stay text, since the site is read without a network; and names inside kiemdinh.
    """
    if node.get("refdomain") != "py":
        return None
    target = str(node["reftarget"])
    module, _, short = target.rpartition(".")
    is_own = module.startswith("kiemdinh") or not module
    objects = env.domains["py"].objects  # type: ignore[attr-defined]
    path = paths_of_short_names().get(_OTHER_NAMES.get(short, short), "") if is_own else ""
    if path in objects:
        return make_refnode(app.builder, node["refdoc"], objects[path].docname, objects[path].node_id, content, path)
    return None if is_own and _is_said_in_words(node) and not _exists_inside(short) else content


@cache
def _exists_inside(name: str) -> bool:
    """Return whether a module of kiemdinh has a name that users do not import, and the site does not describe."""
    inside = [module for path, module in list(sys.modules.items()) if path.startswith("kiemdinh.")]
    return any(hasattr(module, name) for module in inside)


def _is_said_in_words(node: pending_xref) -> bool:
    """Return whether a reference was written in a docstring: an annotation may name what users do not import."""
    parent = node.parent
    while parent is not None and not isinstance(parent, desc_signature | nodes.field | nodes.section):
        parent = parent.parent
    return not isinstance(parent, desc_signature)


def link_literals(app: Sphinx, doctree: nodes.document) -> None:
    """Make a link of each literal that is a public name."""
    for literal in list(doctree.findall(nodes.literal)):
        if isinstance(literal.parent, nodes.reference | pending_xref):
            continue
        match = re.fullmatch(r"(?:kd\.|kiemdinh\.)?(\w+)(?:\(…?\))?", literal.astext())
        path = paths_of_short_names().get(match[1]) if match else None
        is_plain_word = match is not None and literal.astext() == match[1] and not re.search(r"[A-Z]\w*[A-Z]", match[1])
        if path is None or (is_plain_word and not app.env.docname.startswith("docs/reference/")):
            continue
        if is_plain_word and path.rpartition(".")[2][0].islower():
            continue
        link = pending_xref("", literal.deepcopy(), refdomain="py", reftype="obj", reftarget=path, refexplicit=True)
        link["refdoc"] = app.env.docname
        literal.replace_self(link)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and links of names wherever they stand."""
    rename_classes()
    show_fields_plainly()
    app.add_directive("public-names", PublicNames)
    app.connect("autodoc-process-docstring", keep_texts, priority=400)
    app.connect("autodoc-process-docstring", put_texts, priority=600)
    app.connect("object-description-transform", put_missing_text)
    app.connect("autodoc-skip-member", skip_member)
    app.connect("autodoc-process-signature", hide_constructor)
    app.connect("doctree-read", link_literals)
    app.connect("missing-reference", resolve_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
