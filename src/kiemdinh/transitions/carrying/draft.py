"""The draft of the new dossier as text: the carried records, and the places that are still to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.writing import dossier_data, draft_dossier
from kiemdinh.narration.language import Messages
from kiemdinh.narration.pages import carry_over_head, carry_over_remarks

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.transitions.carrying.carried_over import CarriedOver
    from kiemdinh.transitions.carrying.opening import BaseDossier

__all__ = ["write_draft"]


def write_draft(done: CarriedOver, draft: Dossier, base: BaseDossier) -> str:
    """Return the text of the new dossier; where nothing was added, the text that was given.

    It begins with the points that a school should look at first, and a comment gives the origin of each carried record.
    """
    if base.text is not None and not done.carried and base.dossier.date == draft.date:
        return base.text
    messages, target = Messages(done.language), base.framework
    records = dossier_data(draft, allowed_entries(target))
    head = carry_over_head(done, messages) if done.carried else ()
    return draft_dossier(target, records, lang=done.language, head=head, remarks=carry_over_remarks(done, messages))
