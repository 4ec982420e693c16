"""Checks data against a pydantic model; its errors become diagnostics with a place and in words for authors."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.models import Model, Tag

__all__ = ["report_empty_values", "validate"]

M = TypeVar("M", bound=Model)
_ModelClass: TypeAlias = type[Model | BaseModel]

_EXPECTED = {
    "model_type": Message("a map"),
    "model_attributes_type": Message("a map"),
    "dict_type": Message("a map"),
    "mapping_type": Message("a map"),
    "tuple_type": Message("a list"),
    "list_type": Message("a list"),
    "string_type": Message("text"),
}

_EMPTY: Final = Message("nothing is written here")
_EMPTY_EXPECTED: Final = Message("a value, or no key")


def validate(
    model: type[M],
    data: Mapping[str, Any],
    problems: Problems,
    *,
    expected_forms: Mapping[str, Message] = types.MappingProxyType({}),
) -> M | None:
    """Return *data* as an instance of *model*; None where there are errors, which are added to *problems*.

    Errors of pydantic become diagnostics with a path in the data and words for an author. Names that are near a known
    key or choice are suggested.

    Parameters
    ----------
    model
        The model; parts of it may be models of pydantic.
    data
        The plain data that were read.
    problems
        The list to which errors are added.
    expected_forms
        What is expected, by the message of a validator of the model, for validators that do not say so themselves.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        misspelt = {(*d["loc"][:-1], _meant_key(model, d["loc"])) for d in found if d["type"] == "extra_forbidden"}
        for details in found:
            # A key that is there, but misspelt, is not reported as missing too.
            if details["type"] != "missing" or details["loc"] not in misspelt:
                _report(model, data, details, problems, expected_forms)
        return None


def report_empty_values(value: Any, path: Path, problems: Problems) -> None:
    """Report every empty value in *value*, whose place is *path*: its author probably meant to fill it in.

    It is for definitions and scenarios. In a dossier an empty value is absence, and no problem (semantics 1.10). The
    cost is one pass.
    """
    if value is None:
        problems.add("KD012", _EMPTY, path, expected=_EMPTY_EXPECTED)
    elif isinstance(value, dict):
        for key, inner in value.items():
            report_empty_values(inner, (*path, key), problems)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            report_empty_values(inner, (*path, i), problems)


def _report(
    model: _ModelClass,
    data: Mapping[str, Any],
    details: ErrorDetails,
    problems: Problems,
    expected_forms: Mapping[str, Message],
) -> None:
    loc, kind = details["loc"], details["type"]
    context = details.get("ctx", {})
    # Pydantic puts the names of union members into its path, and these are not in the data.
    path = _path_in_data(data, loc)
    if details["input"] is None and _is_reported_as_empty(path, problems):
        return
    refusal = context.get("error")
    if isinstance(refusal, ReadingError):
        message, expected, hint = refusal.message, refusal.expected, refusal.hint
        problems.add(refusal.code, message, path, expected=expected, found=_describe_value(details["input"]), hint=hint)
    elif kind in CODES:
        # A discriminator raises its error itself, so that only the text of the error is known.
        expected = expected_forms.get(details["msg"])
        problems.add(kind, Message(details["msg"]), path, expected=expected, found=_describe_value(details["input"]))
    elif kind == "extra_forbidden":
        known = _keys_of(_find_model(model, loc[:-1]))
        _add_nearest(
            problems, "KD102", Message("unknown key '{key}'", key=loc[-1]), path, str(loc[-1]), known, key=True
        )
    elif kind == "missing":
        problems.add(
            "KD101", Message("'{key}' is missing", key=loc[-1]), path, expected=Message("the key {key}", key=loc[-1])
        )
    elif kind == "literal_error":
        # Pydantic has the choices of a literal only as a sentence: "'a', 'b' or 'c'".
        choices = tuple(c.strip("'") for c in str(context.get("expected", "")).replace(" or ", ", ").split(", "))
        word = str(details["input"])
        _add_nearest(problems, "KD104", Message("'{word}' is not one of the choices", word=word), path, word, choices)
    elif kind == "too_short":
        if not details["input"]:  # else it is short only of items that are wrong, each reported for itself
            problems.add("KD110", Message("the list is empty"), path, expected=Message("at least one item"))
    else:
        expected = _EXPECTED.get(kind) or Message.verbatim(details["msg"])
        problems.add(
            "KD103",
            Message("{expected} is expected", expected=expected),
            path,
            expected=expected,
            found=_describe_value(details["input"]),
        )


def _is_reported_as_empty(path: Path, problems: Problems) -> bool:
    """Return whether a value was reported as empty, so that it is not reported as of a wrong kind too."""
    return problems.source.diagnostic("KD012", _EMPTY, path, expected=_EMPTY_EXPECTED) in problems.found


def _add_nearest(
    problems: Problems, code: str, message: Message, path: Path, word: str, known: tuple[str, ...], *, key: bool = False
) -> None:
    near = suggest(word, known)
    hint = None if near is None else Message("did you mean '{near}'?", near=near)
    problems.add(
        code, message, path, key=key, expected=Message("one of {names}", names=", ".join(known)), found=word, hint=hint
    )


def _describe_value(value: object) -> str | None:
    if isinstance(value, dict):
        return Message("a map")
    if isinstance(value, list | tuple):
        return Message("a list")
    return str(value) if value is None or isinstance(value, str | int | float) else None


def _path_in_data(data: Any, loc: tuple[int | str, ...]) -> Path:
    """Return the part of *loc* that is in the data, without the names of alternatives that pydantic adds."""
    path: list[str | int] = []
    here = data
    for step in loc:
        in_map = isinstance(here, Mapping) and step in here
        in_list = isinstance(here, list | tuple) and isinstance(step, int) and step < len(here)
        if in_map or in_list:
            here = here[step]
            path.append(step)
    return tuple(path)


def _meant_key(model: _ModelClass, loc: tuple[int | str, ...]) -> str | None:
    """Return the key of which an unknown key at *loc* is a slip; None where there is no such key."""
    return suggest(str(loc[-1]), _keys_of(_find_model(model, loc[:-1])))


def _keys_of(model: _ModelClass | None) -> tuple[str, ...]:
    return () if model is None else tuple(f.alias or name for name, f in model.model_fields.items())


def _find_model(model: _ModelClass, loc: tuple[int | str, ...]) -> _ModelClass | None:
    """Find the model that pydantic was reading at *loc*."""
    here: Any = model
    for step in loc:
        here = _find_type(here, step)
    return next((m for m in _models_in(here)), None)


def _find_type(kind: Any, step: int | str) -> Any:
    """Return the type of what *step* leads to from the type *kind*: a field, an item, or a tagged alternative."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *marks = get_args(kind)
        # A tagged alternative: pydantic's path names the tag, where the data have no step.
        if any(isinstance(mark, Tag) and mark.tag == step for mark in marks):
            return inner
        return _find_type(inner, step)
    if origin in (Union, types.UnionType):
        return next((found for arm in get_args(kind) if (found := _find_type(arm, step)) is not None), None)
    if origin is tuple:
        return get_args(kind)[0] if isinstance(step, int) else None
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return get_args(kind)[1]
    if isinstance(kind, type) and issubclass(kind, Model | BaseModel):
        return _annotations_of(kind).get(str(step))
    return None


@lru_cache(maxsize=256)
def _annotations_of(model: _ModelClass) -> Mapping[str, Any]:
    """Return the type of each key of a model, with names of types resolved: pydantic leaves some of them as text."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}


def _models_in(kind: Any) -> Iterator[_ModelClass]:
    if isinstance(kind, type) and issubclass(kind, Model | BaseModel):
        yield kind
    elif get_origin(kind) is Annotated:
        yield from _models_in(get_args(kind)[0])
    else:
        for arm in get_args(kind):
            yield from _models_in(arm)
