"""Files that stand beside definitions and are no definitions: ``standards/*.yaml`` matches them too."""

from __future__ import annotations

from pathlib import Path

__all__ = ["reason_to_skip"]


def reason_to_skip(name: str) -> str | None:
    """Return why ``check`` and ``lint`` skip the file *name*; None where they are to read it.

    Scenario files and parts of a definition are skipped: other tools and other files read them. A file that cannot be
    read is not skipped, so that the command itself reports what is wrong with it.

    Examples
    --------
    >>> reason_to_skip("no-such-file.yaml") is None
    True
    """
    from kiemdinh.diagnostics.diagnostic import InputError
    from kiemdinh.parsing.readers import read_file

    if not Path(name).is_file():
        return None
    try:
        data = read_file(name, problems=[]).data
    except InputError:
        return None  # the command that reads it next reports the problem
    if "scenarios" in data:
        return "a scenario file: pytest --kiemdinh runs it"
    return f"a part of '{data['part_of']}': name the file that takes it in" if "part_of" in data else None
