"""The forms of models: models of pydantic, made of the same fields, which check data and write it again."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, create_model
from pydantic_core import core_schema

from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models.keys import REQUIRED, Key, list_keys

__all__ = ["build_json_schemas", "build_schema", "reader_of"]


class ModelPart(Protocol):
    """The part of :class:`~kiemdinh.parsing.models.Model` that forms need."""

    needs_one_of: ClassVar[tuple[str, ...]]

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Return what an author wrote in the form in which the fields read it."""

    def check_parts(self) -> None:
        """Refuse values that do not fit together."""

    def finish_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the fields as data in the form in which they are read again."""


M = TypeVar("M", bound=ModelPart)


@cache
def reader_of(kind: type[M]) -> TypeAdapter[M]:
    """Return a reader and writer of instances of a model; pydantic needs 0.1 s to make that of a whole definition."""
    return TypeAdapter(kind)


def build_json_schemas(*kinds: type[ModelPart]) -> dict[str, Any]:
    """Return the JSON Schemas of what authors write of these models and of all their parts, under ``$defs``."""
    readers: Any = [(kind.__name__, "validation", reader_of(kind)) for kind in kinds]
    schema: dict[str, Any] = TypeAdapter.json_schemas(readers)[1]
    return schema


def build_schema(kind: type[ModelPart], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Return how pydantic reads and writes a model: as its form, with the steps that the model adds."""
    form = _form_of(kind)

    def read(value: Any, read_form: core_schema.ValidatorFunctionWrapHandler) -> ModelPart:
        return value if isinstance(value, kind) else _fill(kind, read_form(kind.prepare_data(value)))

    def write(part: ModelPart, write_form: core_schema.SerializerFunctionWrapHandler) -> dict[str, Any]:
        return part.finish_data(write_form(_as_form(part, form)))

    inner = handler.generate_schema(form)
    writer = core_schema.wrap_serializer_function_ser_schema(write, schema=inner)
    return core_schema.no_info_wrap_validator_function(read, inner, serialization=writer)


@cache
def _form_of(kind: type[ModelPart]) -> type[BaseModel]:
    types = get_type_hints(kind, include_extras=True)
    fields: dict[str, Any] = {name: (types[name], _describe_field(one)) for name, one in list_keys(kind).items()}
    one_of: Any = {"anyOf": [{"required": [name]} for name in kind.needs_one_of]} if kind.needs_one_of else None
    config = ConfigDict(extra="forbid", frozen=True, defer_build=True, json_schema_extra=one_of)
    return create_model(kind.__name__, __config__=config, __doc__=kind.__doc__, __module__=kind.__module__, **fields)


def _describe_field(one: Key) -> Any:
    default: dict[str, Any] = {}
    if isinstance(one.default, FrozenMap):  # pydantic cannot write it into a schema
        default = {"default_factory": lambda: one.default}
    elif one.default is not REQUIRED:
        default = {"default": one.default}
    return Field(**default, alias=one.alias, description=one.description, min_length=one.min_length)


def _fill(kind: type[M], form: Any) -> M:
    """Return an instance of a model with the values that its form has read."""
    part = object.__new__(kind)
    vars(part).update(vars(form))
    part.check_parts()
    return part


def _as_form(part: ModelPart, form: type[BaseModel]) -> BaseModel:
    """Return a part as an instance of its form, unchecked, which pydantic can write."""
    written = object.__new__(form)
    state = {"__dict__": vars(part), "__pydantic_fields_set__": set(vars(part))}
    BaseModel.__setstate__(written, {**state, "__pydantic_extra__": None, "__pydantic_private__": None})
    return written
