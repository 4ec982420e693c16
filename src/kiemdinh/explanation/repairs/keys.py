"""Names and keys of a repair problem. To the kernel they are opaque texts; ``str()`` gives the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["ActionKey", "StageFact", "StageScore"]


class StageFact(NamedTuple):
    """A fact of one stage; in a school without stages the stage is None.

    Its text names the fact in a problem where it is opened into its condition. A fact that is not opened has the id
    that results show. So stages share it where none of them has a record of its own.

    >>> str(StageFact("thcs", "outcome:muc/muc-2")), str(StageFact(None, "1.3/muc-1"))
    ('thcs|outcome:muc/muc-2', '|1.3/muc-1')
    """

    stage: str | None
    name: str

    def __str__(self) -> str:
        return f"{self.stage or ''}|{self.name}"


class StageScore(NamedTuple):
    """A rating, points or gravest finding of one stage; its text names the value in a problem.

    >>> str(StageScore("thcs", "rating:1.1"))
    'thcs/rating:1.1'
    """

    stage: str
    name: str

    def __str__(self) -> str:
        return f"{self.stage}/{self.name}"


@dataclass(frozen=True, slots=True)
class ActionKey:
    """The id of an action on a fact or value of a problem: towards met or upwards, else the opposite.

    >>> str(ActionKey("1.3/muc-1")), str(ActionKey("1.3/muc-1", is_opposite=True))
    ('1.3/muc-1', '1.3/muc-1!')
    """

    subject: str
    is_opposite: bool = False

    def __str__(self) -> str:
        return f"{self.subject}!" if self.is_opposite else self.subject
