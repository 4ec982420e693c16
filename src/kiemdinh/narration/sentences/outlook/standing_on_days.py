"""Where a school stands in a stretch of days, and what happens on a day: what the page and the picture both say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.standards.names import FactKind, FactName, MemberName, ValueName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Titles
    from kiemdinh.data.outlook import AwardOnDays, ForecastEvent, ForecastSpan, Renewal

__all__ = ["SpanSentences"]


@dataclass(frozen=True, slots=True)
class SpanSentences:
    """Spans and events of a forecast as texts."""

    names: Names
    messages: Messages

    def describe_level(self, span: ForecastSpan) -> str:
        """Return the level of a span, between which levels it lies, or that no edition is in force."""
        messages = self.messages
        if span.edition is None:
            return messages.text("forecast.no_edition")
        if span.determined:
            return messages.name_level(span.outcome) if span.outcome else messages.text("standing.none")
        if span.attainable is None:
            return messages.text("forecast.undetermined")  # a decision list
        attainable = messages.quote_text(messages.name_level(span.attainable))
        if span.level is None:
            return messages.text("standing.undetermined_from_none", attainable=attainable)
        level = messages.quote_text(messages.name_level(span.level))
        return messages.text("standing.undetermined", guaranteed=level, attainable=attainable)

    def describe_award(self, award: AwardOnDays) -> str:
        """Return where the school stands with an award: what is held, and the highest grade that can be had."""
        stands = "; ".join(self._describe_stands(award))
        return self.messages.text("figure.line", what=self.messages.name_level(award.title), stands=stands)

    def describe_award_briefly(self, award: AwardOnDays) -> str:
        """Return what is held of an award, else the highest grade that can be had, without the name of the award."""
        if award.held is not None:
            return self.messages.text("awards.brief.held", what=self.messages.name_level(award.held))
        return next(iter(self._describe_stands(award)))

    def _describe_stands(self, award: AwardOnDays) -> Iterator[str]:
        messages = self.messages
        if award.held is not None:
            what = messages.name_level(award.held)
            until = award.held_until
            if until is None:
                yield messages.text("awards.brief.held", what=what)
            else:
                yield messages.text("awards.brief.held_until", what=what, until=messages.format_date(until))
        if award.certain is not None:
            yield messages.text("awards.brief.eligible", grade=messages.name_level(award.certain))
        elif award.possible is not None:
            yield messages.text("awards.brief.possible", grade=messages.name_level(award.possible))
        else:
            yield messages.text("awards.not")

    def describe_event(self, event: ForecastEvent) -> str:
        """Return what happens: what it is, and that it begins, ends, expires and so on."""
        key: str = "wait" if (event.kind, event.about) == ("ends", "award") else event.kind
        # An edition is named with its first day; the framework alone stands where none follows.
        if event.kind == "edition" and event.id == self.names.framework.id:
            key = "last_edition"
        shown = event.id
        if event.about == "member":
            key, shown = "joins" if event.kind == "begins" else "leaves", MemberName.read(event.id).shown
        return self.messages.text(f"forecast.event.{key}", what=self.name_subject(shown, event.title, event.titles))

    def name_renewal(self, renewal: Renewal) -> str:
        """Return what is to be renewed, by its code and title."""
        return self.name_subject(renewal.code, renewal.title, renewal.titles)

    def name_subject(self, shown: str, title: str | None, titles: Titles) -> str:
        """Return what an event is about: by its code with its title, else by its title, else by its id."""
        if title:
            return self.messages.text("forecast.item", code=shown, title=title)
        named = titles.said(self.messages.lang)
        if named:
            return named
        name = self.names.read_id(shown).name
        if isinstance(name, FactName) and name.kind is FactKind.REACHES:
            return self.names.name_shown(shown)
        if shown == "roles/informs":
            return self.messages.text("forecast.informs")
        if shown[:4].isdigit() and shown[4:5] == "-":
            return self.messages.text("forecast.year", year=shown)
        return self.names.name_held_award(shown, None) if "/" in shown else shown

    def name_lowered(self, shown: str) -> str | None:
        """Return the level of an outcome, or the grade of an award, that is no longer certain; None for a node."""
        name = self.names.read_id(shown).name
        if isinstance(name, ValueName):
            return None
        if name.kind in (FactKind.OUTCOME, FactKind.LABEL) and name.step is not None:
            return self.messages.quote_text(self.names.name_outcome_level(name.subject, name.step))
        if name.kind is FactKind.AWARD:
            return self._name_grade(name)
        return None

    def _name_grade(self, name: FactName) -> str:
        grade = self.names.name_award(name.subject, name.step)
        return self.messages.text("forecast.eligibility", grade=self.messages.quote_text(grade))
