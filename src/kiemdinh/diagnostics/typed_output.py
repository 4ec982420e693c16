"""Values that pydantic and FastAPI take as types: written as their data, with the schema of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["TypedOutput", "inline_references"]

_OF_DOCUMENTS: Final = ("$ref", "$defs", "$schema", "$id")
"""Keys that a schema has which stands by itself, and what names a definition."""


class TypedOutput:
    """A value that can be the type of a response, or of a field of one; it is written by ``to_dict()``.

    It is accepted as it is, and not as data. pydantic is loaded only when it asks.
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
        """Return it as JSON-ready data.

        Raises
        ------
        NotImplementedError
            Always here: each class says what it is written as.
        """
        raise NotImplementedError

    @classmethod
    def accept(cls, given: object) -> Self:
        """Return what pydantic is given: a value of the class, or what its data says where the class reads that.

        Raises
        ------
        ValueError
            It is neither; pydantic tells where it stands.
        """
        return given if isinstance(given, cls) else cls.read_given(given)

    @classmethod
    def read_given(cls, given: object) -> Self:
        """Return what *given* says, which is no value of the class.

        Raises
        ------
        ValueError
            Always here: the data does not have all of it.
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
            # So each class has one definition in a document, whose name is the name of the class.
            ref=f"{cls.__module__}.{cls.__qualname__}",
            serialization=core_schema.plain_serializer_function_ser_schema(write),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return inline_references(cls.describe_data())


def inline_references(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema without definitions: what each reference names stands in its place.

    So the schema can be a part of any other. A definition within itself is left open there, with its description.

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
