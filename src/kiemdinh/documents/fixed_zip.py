"""Archives whose bytes do not depend on when they were written."""

from __future__ import annotations

import io
import zipfile
from typing import Final

__all__ = ["fix_times"]

_TIME: Final = (1980, 1, 1, 0, 0, 0)
_SYSTEM: Final = 3
"""Each part is marked as written on Unix, whatever the system is."""


def fix_times(archive: bytes) -> bytes:
    """Return the same archive with one fixed time for all its parts, in the same order."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, _TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, _SYSTEM
            new.writestr(info, old.read(part))
    return file.getvalue()
