"""Values whose classes pydantic and FastAPI accept as types: they are written as data, and have a schema of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["TypedOutput", "inline_references"]

_OF_DOCUMENTS: Final = ("$ref", "$defs", "$schema", "$id")
"""Keys that a schema has only as a document of its own, and the keys of definitions."""


class TypedOutput:
    """A class that can be the type of a response, or of a field in one; its values are written by ``to_dict()``.

    A field accepts a value, and not its data. This module imports pydantic only when pydantic asks for the schema.
    """

    # Empty, so that the dataclasses with slots that inherit from it have no ``__dict__`` either.
    __slots__ = ()

    @classmethod
    def describe_data(cls) -> Mapping[str, Any]:
        """Return the JSON Schema of its data.

        Raises
        ------
        NotImplementedError
            Always here: each class says what it is written as.
        """
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data.

        Raises
        ------
        NotImplementedError
            Always here: each class says what it is written as.
        """
        raise NotImplementedError

    @classmethod
    def accept(cls, given: object) -> Self:
        """Return *given* if it is a value of the class, or the value read from it if the class reads data.

        Raises
        ------
        ValueError
            It is neither; pydantic adds the place.
        """
        return given if isinstance(given, cls) else cls.read_given(given)

    @classmethod
    def read_given(cls, given: object) -> Self:
        """Return the value that the data *given* describe.

        Raises
        ------
        ValueError
            Always here: the data do not have all that the value has.
        """
        msg = f"a {cls.__name__} is expected; it is not read back from its data"
        raise ValueError(msg)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so that it is loaded

        def write(value: TypedOutput) -> dict[str, Any]:
            return value.to_dict()

        return core_schema.no_info_plain_validator_function(
            cls.accept,
            # With this, each class has one definition in a document, named like the class.
            ref=f"{cls.__module__}.{cls.__qualname__}",
            serialization=core_schema.plain_serializer_function_ser_schema(write),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return inline_references(cls.describe_data())


def inline_references(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema without definitions: each reference is replaced by the definition that it names.

    So the schema can be a part of any other. Where a definition contains itself, the inner one allows any value and
    keeps its description.

    >>> tree = {"type": "object", "properties": {"parts": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}}
    >>> inline_references({"$ref": "#/$defs/Tree", "$defs": {"Tree": tree}})["properties"]["parts"]["items"]
    {}
    """
    definitions: Mapping[str, Any] = schema.get("$defs", {})

    def inline(part: Any, above: tuple[str, ...]) -> Any:
        if isinstance(part, list):
            return [inline(one, above) for one in part]
        if not isinstance(part, Mapping):
            return part
        own = {key: inline(value, above) for key, value in part.items() if key not in _OF_DOCUMENTS}
        if "$ref" not in part:
            return own
        name = part["$ref"].removeprefix("#/$defs/")
        named = definitions[name]
        if name in above:
            return {key: named[key] for key in ("description",) if key in named} | own
        return {**inline(named, (*above, name)), **own}

    found: dict[str, Any] = inline(schema, ())
    return found
