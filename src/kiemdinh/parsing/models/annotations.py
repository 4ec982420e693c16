"""Pydantic's annotations of fields under their own names, made when a file is read and not when they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "AfterValidator",
    "BeforeValidator",
    "Discriminator",
    "NotEmpty",
    "PlainSerializer",
    "PlainValidator",
    "Tag",
    "WithJsonSchema",
]


class _Annotation:
    """An annotation that stands for the class of pydantic with the same name, with the same arguments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args = args
        self.kwargs = kwargs

    def make(self) -> Any:
        """Return the annotation of pydantic."""
        import pydantic  # noqa: PLC0415 - importing it takes a tenth of a second

        return getattr(pydantic, type(self).__name__)(*self.args, **self.kwargs)


class _SchemaAnnotation(_Annotation):
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: CoreSchema = self.make().__get_pydantic_core_schema__(source, handler)
        return schema


class BeforeValidator(_SchemaAnnotation):
    """A function that gets the value as written, and returns the value that the type is to read."""


class AfterValidator(_SchemaAnnotation):
    """A function that gets the value that the type has read, and returns the value of the field."""


class PlainValidator(_SchemaAnnotation):
    """A function that returns the value of the field in place of the type."""


class PlainSerializer(_SchemaAnnotation):
    """A function that writes the value of the field as data."""


class Discriminator(_SchemaAnnotation):
    """A function that returns the tag of the alternative of a union that a value is."""


class Tag(_SchemaAnnotation):
    """The tag of an alternative."""

    @property
    def tag(self) -> str:
        """The tag as text."""
        tag: str = self.args[0]
        return tag


class WithJsonSchema(_Annotation):
    """The JSON Schema of the field, in place of that of the type."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found: dict[str, Any] = self.make().__get_pydantic_json_schema__(schema, handler)
        return found


class _NotEmpty:
    """A list with at least one item."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        bounded: CoreSchema = self._bound_list(handler(source))
        return bounded

    def _bound_list(self, schema: Any) -> Any:
        if schema["type"] == "function-before":  # a function prepares what was written for the list
            return {**schema, "schema": self._bound_list(schema["schema"])}
        return {**schema, "min_length": 1}


NotEmpty: Final = _NotEmpty()
