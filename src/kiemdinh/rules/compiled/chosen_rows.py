"""The planes that are worked on: words of NumPy where it is installed, else whole numbers of Python."""

from __future__ import annotations

from typing import cast

from kiemdinh.rules.compiled.plane_rows import PlaneRows

__all__ = ["plane_rows"]


def plane_rows(rows: int, *, numpy: bool | None = None) -> PlaneRows:
    """Return planes for so many schools.

    Parameters
    ----------
    numpy
        Whether planes are arrays of words. None: where NumPy is installed.

    Raises
    ------
    ModuleNotFoundError
        NumPy is asked for and not installed.
    """
    # NumPy takes a tenth of a second to import, and one school needs none of these.
    if numpy is not False:
        try:
            from kiemdinh.rules.compiled.word_rows import WordRows  # noqa: PLC0415

            return cast("PlaneRows", WordRows(rows))  # to a type checker an array is no sequence
        except ModuleNotFoundError as error:
            if numpy or error.name != "numpy":
                raise
    from kiemdinh.rules.compiled.integer_rows import IntegerRows  # noqa: PLC0415

    return IntegerRows(rows)
