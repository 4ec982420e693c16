"""Values that pydantic and FastAPI take as types, and that are read back from their data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.typed_output import TypedOutput

__all__ = ["TypedData"]


class TypedData(TypedOutput):
    """A value that can be the type of any field: it is accepted as it is, or as the data that it was written as."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*.

        Raises
        ------
        NotImplementedError
            Always here: each class reads what it wrote.
        """
        raise NotImplementedError

    @classmethod
    def read_given(cls, given: object) -> Self:
        """Return what data says.

        Raises
        ------
        ValueError
            It is no data of such a value.
        """
        if not isinstance(given, Mapping):
            msg = f"{cls.__name__} is expected, or its data"
            raise ValueError(msg)
        try:
            return cls.from_dict(given)
        except InputError as error:
            raise ValueError(str(error)) from None
