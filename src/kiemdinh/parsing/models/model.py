"""The base of the models of what authors write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar, dataclass_transform

from kiemdinh.parsing.models.keys import REQUIRED, Key, key, list_keys

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Model"]

M = TypeVar("M", bound="Model")


class _ModelClass(type):
    @property
    def model_fields(cls) -> Mapping[str, Key]:
        """The fields by their names, in the order in which they are filled."""
        return list_keys(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(key,))
class Model(metaclass=_ModelClass):
    """Base of the models of what authors write: unknown keys are errors, and instances are frozen.

    A subclass states its fields as a dataclass does, by their types and defaults. ``Part(…)`` takes values as they are;
    :meth:`model_validate` reads and checks what an author wrote. The names of the methods are those of pydantic, which
    does the checking and is loaded for it.

    Two instances are equal if they are of one class and all of their fields are equal.
    """

    needs_one_of: ClassVar[tuple[str, ...]] = ()
    """Keys of which an author must write at least one."""

    def __init__(self, **values: Any) -> None:
        fields = list_keys(type(self))
        missing = {name for name, one in fields.items() if one.default is REQUIRED and name not in values}
        if missing or values.keys() - fields.keys():
            wrong = ", ".join(sorted(missing | (values.keys() - fields.keys())))
            msg = f"{type(self).__name__}() lacks these fields, or does not have them: {wrong}"
            raise TypeError(msg)
        vars(self).update({name: values.get(name, one.default) for name, one in fields.items()})

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """Return what an author wrote as an instance.

        Raises
        ------
        pydantic.ValidationError
            It is not an instance; with every error.
        """
        from kiemdinh.parsing.models.forms import reader_of  # noqa: PLC0415 - it loads pydantic

        found: Self = reader_of(cls).validate_python(data)
        return found

    @classmethod
    def model_json_schema(cls, **options: Any) -> dict[str, Any]:
        """Return the JSON Schema of what an author writes, with the options of pydantic."""
        from kiemdinh.parsing.models.forms import reader_of  # noqa: PLC0415 - it loads pydantic

        return reader_of(cls).json_schema(**options)

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return the fields as data, with the options of pydantic: ``mode="json"``, ``by_alias=True`` and so on."""
        from kiemdinh.parsing.models.forms import reader_of  # noqa: PLC0415 - it loads pydantic

        data: dict[str, Any] = reader_of(type(self)).dump_python(self, **options)
        return data

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """Return the same with other values of some fields, which are taken as they are."""
        return type(self)(**{**vars(self), **update})

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """Return what an author wrote in the form in which the fields read it; a subclass may have shorter forms."""
        return data

    def check_parts(self) -> None:
        """Refuse values that are right one by one and do not fit together; a subclass says which these are."""

    def finish_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the fields as data in the form in which they are read again."""
        return data

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from kiemdinh.parsing.models.forms import build_schema  # noqa: PLC0415 - it loads pydantic

        return build_schema(cls, handler)

    def __setattr__(self, name: str, _value: object) -> NoReturn:
        self._refuse_change(name)

    def __delattr__(self, name: str) -> NoReturn:
        self._refuse_change(name)

    def _refuse_change(self, name: str) -> NoReturn:
        msg = f"{type(self).__name__}.{name} cannot be changed"
        raise FrozenInstanceError(msg)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))
