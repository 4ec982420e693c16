"""The act that a part comes from, in the citations of the part: ``điểm a khoản 4 Điều 21 (22/2024/TT-BGDĐT)``."""

from __future__ import annotations

from typing import Any

__all__ = ["cite_act"]


def cite_act(part: dict[str, Any], inherited: str | None, act: str) -> dict[str, Any]:
    """Return a part of a definition in which every citation names the act; a part without one gets the inherited one.

    Parameters
    ----------
    part
        The part as data.
    inherited
        The citation above it; None where there is none.
    act
        The act with its article.

    Examples
    --------
    >>> cite_act({"id": "a", "parts": [{"id": "a1", "cite": "Điều 9"}]}, "Điều 8", "22/2024/TT-BGDĐT")
    {'cite': 'Điều 8 (22/2024/TT-BGDĐT)', 'id': 'a', 'parts': [{'id': 'a1', 'cite': 'Điều 9 (22/2024/TT-BGDĐT)'}]}
    """
    own = act if inherited is None else _join(inherited, act)
    return {"cite": own, **_rewrite(part, act)}


def _rewrite(value: Any, act: str) -> Any:
    if isinstance(value, list):
        return [_rewrite(item, act) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _join(inner, act) if key == "cite" and isinstance(inner, str) else _rewrite(inner, act)
        for key, inner in value.items()
    }


def _join(cite: str, act: str) -> str:
    return f"{cite} ({act})"
