"""Values whose classes pydantic and FastAPI accept as types, and that can be read back from their data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.typed_output import TypedOutput

__all__ = ["TypedData"]


class TypedData(TypedOutput):
    """A class that can be the type of any field: the field accepts a value of it, or the data of a value."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*.

        Raises
        ------
        NotImplementedError
            Always here: each subclass reads its own data.
        """
        raise NotImplementedError

    @classmethod
    def read_given(cls, given: object) -> Self:
        """Return the value that data describe.

        Raises
        ------
        ValueError
            The data do not describe such a value.
        """
        if not isinstance(given, Mapping):
            msg = f"{cls.__name__} is expected, or its data"
            raise ValueError(msg)
        try:
            return cls.from_dict(given)
        except InputError as error:
            raise ValueError(str(error)) from None
