"""The names of facts and values taken apart; :mod:`kiemdinh.standards.lowering` lists what they can be."""

from __future__ import annotations

__all__ = ["input_name", "sideless"]


def input_name(value_id: str) -> str:
    """Return the name of the input in a value's id: ``excellent`` of ``input:excellent@thcs/2025-2026``."""
    return value_id.removeprefix("input:").partition("@")[0]


def sideless(name: str) -> str:
    """Return the name of a fact without the side whose findings alone it is read from."""
    return name.removeprefix("external:").removeprefix("self:")
