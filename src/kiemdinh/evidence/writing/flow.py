"""Plain data as YAML on one line, so that a comment can stand behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["write_flow", "write_key"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][\w-]*")
_WORDS_OF_YAML: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def write_flow(value: Any) -> str:
    """Return plain data as YAML on one line, which reads back as the same."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{write_key(str(key))}: {write_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(write_flow, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _write_text(str(value))


def _write_text(text: str) -> str:
    plain = (_PLAIN_KEY.fullmatch(text) and text.lower() not in _WORDS_OF_YAML) or _DAY.fullmatch(text)
    if plain:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # Characters that YAML takes for line breaks, or does not allow.
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)


def write_key(key: str) -> str:
    """Write an id so that YAML reads it as text."""
    # An id such as ``1.10`` would be a number, and ``no`` a truth value, for other readers of YAML.
    plain = all(_PLAIN_KEY.fullmatch(part) for part in key.split(".")) and key.lower() not in _WORDS_OF_YAML
    return key if plain else _write_text(key)
