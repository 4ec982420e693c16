"""Files that stand beside definitions and are none: a pattern such as ``standards/*.yaml`` names them too."""

from __future__ import annotations

from pathlib import Path

__all__ = ["passed_over"]


def passed_over(name: str) -> str | None:
    """Say what a file is that no command looks at by itself; None for any other, also for one that cannot be read."""
    from kiemdinh.standards.diagnostics import InputError  # noqa: PLC0415 - only when needed
    from kiemdinh.standards.source import read_file  # noqa: PLC0415 - it loads the engine

    if not Path(name).is_file():
        return None
    try:
        data = read_file(name, problems=[]).data
    except InputError:
        return None  # whoever reads it in earnest says what is wrong
    if "scenarios" in data:
        return "a scenario file: pytest --kiemdinh runs it"
    return f"a part of '{data['part_of']}': name the file that takes it in" if "part_of" in data else None
