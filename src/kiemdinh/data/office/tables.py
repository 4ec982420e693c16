"""The tables of the results of an office: their columns in order, and what kind of cell each has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

__all__ = ["OFFICE_SCHEMA_ID", "OFFICE_TABLES", "SPREAD", "CellKind", "OfficeKind", "TableColumns"]

OFFICE_SCHEMA_ID: Final = "https://kiemdinh.dev/schema/office/1.0.json"
"""The id of the JSON schema of the results of an office; a published name, not an address to fetch."""

CellKind: TypeAlias = Literal["text", "whole", "fraction", "flag", "date"]
"""Texts, whole numbers, exact numbers, yes and no, or days; each may be missing."""

OfficeKind: TypeAlias = Literal["compare", "peers", "impact", "risk", "renewals", "plan"]
"""What a result of an office is, as its key ``kind`` names it."""

SPREAD: Final = ("lowest", "quarter", "median", "three_quarters", "highest")
"""The columns that say how a figure is spread: of the schools that have it the lowest, the quartiles, the highest."""

TableColumns: TypeAlias = Mapping[str, CellKind]

OFFICE_TABLES: Final[Mapping[OfficeKind, Mapping[str, TableColumns]]] = MappingProxyType(
    {
        "compare": {
            "rows": {
                "group": "text", "node": "text", "level": "text", "schools": "whole", "met": "whole", "unmet": "whole",
                "unknown": "whole", "absent": "whole", "low": "fraction", "high": "fraction", "hidden": "flag",
                "margin": "whole", "cost": "whole", "necessary": "whole", "relevant": "whole", "pivotal": "whole",
                "year": "text", "framework": "text",
            },
            "groups": {"group": "text", "year": "text", "schools": "whole"},
            "split": {
                "group": "text", "node": "text", "level": "text", "from_year": "text", "year": "text",
                "framework": "text", "change": "whole", "membership": "whole", "rule": "fraction",
                "schools_changed": "fraction",
            },
            "figures": {
                "group": "text", "figure": "text", "known": "whole", "unknown": "whole", "lowest": "fraction",
                "quarter": "fraction", "median": "fraction", "three_quarters": "fraction", "highest": "fraction",
                "year": "text", "framework": "text",
            },
        },
        "peers": {
            "rows": {
                "node": "text", "level": "text", "state": "text", "schools": "whole", "met": "whole", "unmet": "whole",
                "unknown": "whole", "absent": "whole", "low": "fraction", "high": "fraction",
            },
            "peers": {"school": "text", "name": "text"},
            "figures": {
                "figure": "text", "own": "fraction", "known": "whole", "unknown": "whole", "lowest": "fraction",
                "quarter": "fraction", "median": "fraction", "three_quarters": "fraction", "highest": "fraction",
            },
        },
        "impact": {
            "moves": {
                "school": "text", "name": "text", "before": "text", "before_attainable": "text", "after": "text",
                "after_attainable": "text", "assessed": "flag", "move": "text", "because": "text",
            },
            "counts": {
                "move": "text", "before": "text", "before_attainable": "text", "after": "text",
                "after_attainable": "text", "schools": "whole",
            },
            "changes": {
                "at": "text", "does": "text", "act": "text", "down": "whole", "up": "whole", "alone": "whole",
            },
            "decide": {"node": "text", "schools": "whole", "decides": "whole", "may_decide": "whole"},
        },
        "risk": {
            "schools": {
                "school": "text", "name": "text", "commune": "text", "district": "text", "award": "text",
                "grade": "text", "signed": "date", "until": "date", "held": "text", "granted_by": "text", "of": "text",
                "needed": "text", "today": "text", "today_attainable": "text", "edition": "text", "stands": "text",
                "granted": "text", "granted_attainable": "text", "losses": "whole", "single_points": "text",
                "threats": "text", "causes": "text", "concern": "text",
            },
            "causes": {
                "school": "text", "award": "text", "kind": "text", "node": "text", "stage": "text", "reason": "text",
                "cite": "text", "actor": "text",
            },
            "threats": {
                "school": "text", "award": "text", "date": "date", "what": "text", "id": "text", "effect": "text",
                "falls": "flag",
            },
            "counts": {"concern": "text", "held": "text", "stands": "text", "schools": "whole"},
        },
        "renewals": {
            "due": {
                "school": "text", "kind": "text", "award": "text", "grade": "text", "signed": "date",
                "expires": "date", "file_by": "date", "by": "date", "reason": "text", "lead": "text",
                "edition": "text", "higher_from": "date",
            },
            "load": {
                "month": "text", "due": "whole", "capacity": "whole", "scheduled": "whole", "blackout": "flag",
            },
            "schedule": {
                "school": "text", "kind": "text", "award": "text", "by": "date", "month": "text", "team": "text",
                "month_before": "text", "team_before": "text", "changed": "flag",
            },
            "conflict": {
                "conflict": "whole", "school": "text", "kind": "text", "award": "text", "by": "date",
                "left_over": "flag", "months": "text", "teams": "text", "room": "whole",
            },
        },
        "plan": {
            "actions": {
                "school": "text", "year": "whole", "complete": "whole", "level": "text", "level_by": "whole",
                "id": "text", "kind": "text", "cost": "fraction",
            },
            "schools": {
                "school": "text", "before": "text", "level": "text", "year": "whole", "complete": "whole",
                "cost": "fraction", "confirmed": "flag",
            },
            "targets": {
                "target": "whole", "level": "text", "share": "fraction", "by": "whole", "schools": "whole",
                "held": "whole", "needed": "whole", "reached": "whole", "framework": "text", "subject": "text",
                "node": "text", "confirmed": "flag", "obstacles": "text",
            },
            "reached": {"target": "whole", "level": "text", "end_of": "whole", "reached": "whole"},
            "budgets": {
                "budget": "text", "year": "whole", "kind": "text", "unit": "text", "limit": "fraction",
                "used": "fraction",
            },
            "binding": {
                "kind": "text", "term": "text", "year": "whole", "binds": "flag", "saved": "fraction",
                "gained": "whole",
            },
            "conflict": {"kind": "text", "term": "text", "year": "whole"},
            "curve": {"schools": "whole", "cost": "fraction"},
        },
    }
)  # fmt: skip
"""The tables of each kind of result, the main one first. A table may have further columns of text: those that the
caller named."""
