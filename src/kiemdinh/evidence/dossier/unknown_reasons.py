"""The reasons why something is unknown, as data (semantics 3.6)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Reason"]


class Reason(StrEnum):
    """Why a fact is unknown (lý do chưa rõ). A fact may carry several (semantics 3.6).

    The value of a member is its text in results. *Nothing to measure* stands for a part of a whole of 0 (S13).
    """

    NOT_ASSESSED = "not assessed"
    RECORDED_UNKNOWN = "recorded unknown"
    UNSUPPORTED = "unsupported"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    DISPUTED = "disputed"
    PENDING = "pending"
    MISSING_FIGURE = "missing figure"
    CONTEXT_UNKNOWN = "context unknown"
    BEFORE_FOUNDING = "before founding"
    NOTHING_TO_MEASURE = "nothing to measure"
    NO_DOSSIER = "no dossier"
    NOT_SET = "not set"
    WORDING_UNKNOWN = "wording unknown"
    TO_CONFIRM = "to confirm"
    INCOMPLETE_REGISTER = "incomplete register"
