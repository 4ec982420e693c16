"""Awards as sentences: what is held, what the school is eligible for, what it must wait for, what blocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import AWARDS_HELD
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences.blocking import BlockingSentences
from kiemdinh.rules import MET, UNKNOWN, UNMET
from kiemdinh.standards.definition import read_duration

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.awards import AwardResult, GradeResult, PastAward
    from kiemdinh.evidence.dossier import Held
    from kiemdinh.standards.definition import Award

__all__ = ["AwardSentences"]


@dataclass(slots=True, eq=False, repr=False)
class AwardSentences:
    """The awards of a result as sentences; *on* is the date of the evidence, from which on dates are to come."""

    names: Names
    messages: Messages
    blocking: BlockingSentences
    on: dt.date

    def award_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield one section with all awards, then those held under other frameworks; nothing where there is none."""
        blocks = [self._award_section(award) for award in result.awards]
        # A decision under another framework that counts for an award here is shown with that award.
        told = [held for award in result.awards for held in (award.held, *(past.held for past in award.past))]
        others = tuple(self._describe_other(held) for held in result.other_awards if held not in told)
        if others:
            blocks.append(Section(self.messages.text("awards.others"), others))
        if blocks:
            yield Section(self.messages.text("awards"), tuple(blocks))

    # -- in short ------------------------------------------------------------------------------------------

    def brief_items(self, result: AssessmentData) -> Iterator[Item]:
        """Yield one line for each award: what is held and until when, and the highest grade that can be had now."""
        for award in result.awards:
            stands = "; ".join(self._describe_briefly(award))
            yield Item(self.messages.text("figure.line", what=self.messages.name_level(award.title), stands=stands))

    def _describe_briefly(self, award: AwardResult) -> Iterator[str]:
        if award.held is not None:
            # Under which circular it was given stands where the award is told in full.
            grade = award.held.grade
            what = self.names.name_award(award.held.award, grade) if grade else self.messages.name_level(award.title)
            until = award.held_until
            if until is None:
                yield self.messages.text("awards.brief.held", what=what)
            else:
                yield self.messages.text("awards.brief.held_until", what=what, until=self.messages.format_date(until))
        if award.lacks_external_review:
            yield self.messages.text("awards.brief.lacks_review")
            return
        for state, key in ((MET, "eligible"), (UNKNOWN, "possible")):
            grades = [grade for grade in award.grades if grade.eligible is state]
            if grades:
                grade = self.messages.name_level(grades[-1].grade or award.title)
                yield self.messages.text(f"awards.brief.{key}", grade=grade)
        if all(grade.eligible is UNMET for grade in award.grades):
            yield self.messages.text("awards.not")

    # -- in full -------------------------------------------------------------------------------------------

    def _award_section(self, award: AwardResult) -> PageBlock:
        return Section(self.messages.name_level(award.title), tuple(self._award_blocks(award)))

    def _award_blocks(self, award: AwardResult) -> Iterator[PageBlock]:
        if award.held is not None:
            yield Line(self._describe_held(award, award.held))
        yield from (Line(self._describe_past(award, past)) for past in award.past)
        if award.renew_by is not None:
            yield self._line_with_law(
                award,
                "renew_before",
                self.messages.text("awards.renew", date=self.messages.format_date(award.renew_by)),
            )
        yield from (Line(text) for text in self._describe_review(award))
        yield from (Line(text) for text in self._describe_loss(award))
        if award.authority is not None:
            text = self.messages.text("awards.authority", authority=self.messages.name_level(award.authority))
            yield self._line_with_law(award, "authority", text)
        if award.valid:
            lengths = self.messages.join_alternatives(self._format_length(text) for text in award.valid)
            yield self._line_with_law(award, "valid", self.messages.text("awards.valid", valid=lengths))
        yield from (self._grade_item(award, grade) for grade in award.grades)

    def _line_with_law(self, award: AwardResult, key: str, text: str) -> Line:
        return Line(self.names.with_law_text(self._find_award(award), key, text))

    def _find_award(self, award: AwardResult) -> Award:
        return next(a for a in self.names.framework.awards if a.id == award.id)

    def _format_length(self, text: str) -> str:
        duration = read_duration(text)
        return text if duration is None else self.messages.format_duration(duration)

    # -- a grade -----------------------------------------------------------------------------------------

    def _grade_item(self, award: AwardResult, grade: GradeResult) -> Item:
        name = self.messages.name_level(grade.grade or award.title)
        text = self.messages.text("awards.grade", grade=name, state=self._describe_eligibility(grade))
        return Item(text, (*self._list_terms(award, grade), *self._list_blockers(grade)))

    def _describe_eligibility(self, grade: GradeResult) -> str:
        if grade.eligible is MET:
            return self.messages.text("awards.covered") if grade.covered else self.messages.text("awards.eligible")
        return self.messages.text("awards.possible") if grade.eligible is UNKNOWN else self.messages.text("awards.not")

    def _list_terms(self, award: AwardResult, grade: GradeResult) -> Iterator[Item]:
        definition = self._find_award(award)
        if grade.waits_until is not None:
            text = self.messages.text("awards.waits", date=self.messages.format_date(grade.waits_until))
            yield Item(self.names.with_law_text(definition, "wait_for_higher", text))
        if grade.waits_until_from_first is not None:
            date = self.messages.format_date(grade.waits_until_from_first)
            yield Item(self.messages.text("awards.waits_from_first", date=date))
        if grade.earliest is not None and grade.earliest > self.on:
            yield Item(self.messages.text("awards.earliest", date=self.messages.format_date(grade.earliest)))
        if grade.discretionary and definition.discretion is not None:
            text = definition.discretion.text_in(self.messages.lang) or ""
            yield Item(self.messages.text("awards.discretion", text=text))

    def _list_blockers(self, grade: GradeResult) -> Iterator[Item]:
        if grade.target is None:
            return
        if grade.target.blocking is not None:
            yield from self.blocking.list_blockers(grade.target.blocking)
        if any(todo.id == AWARDS_HELD for todo in grade.target.decide):
            yield Item(self.messages.text("awards.held_unknown"))

    # -- what is held ------------------------------------------------------------------------------------

    def _describe_held(self, award: AwardResult, held: Held) -> str:
        what, signed = self._name_held(award, held), self.messages.format_date(held.signed)
        until = award.held_until
        if until is None:
            return self.messages.text("awards.held", what=what, signed=signed)
        # A last day that the decision does not print is not shown as if it did (4.3).
        source = "" if award.is_printed else "_computed"
        return self.messages.text(
            f"awards.held_until{source}", what=what, signed=signed, until=self.messages.format_date(until)
        )

    def _describe_past(self, award: AwardResult, past: PastAward) -> str:
        held = past.held
        what, signed = self._name_held(award, held), self.messages.format_date(held.signed)
        if past.is_withdrawn and held.ended is not None:
            ended = self.messages.format_date(held.ended)
            text = self.messages.text("awards.withdrawn", what=what, signed=signed, ended=ended)
            return text if held.why is None else self.messages.text("awards.said", text=text, said=held.why)
        # An award that no decision ended is past because its last day has passed.
        until = "" if past.last_day is None else self.messages.format_date(past.last_day)
        source = "" if past.is_printed else "_computed"
        return self.messages.text(f"awards.expired{source}", what=what, signed=signed, until=until)

    def _name_held(self, award: AwardResult, held: Held) -> str:
        grade = self.names.name_award(held.award, held.grade) if held.grade else self.messages.name_level(award.title)
        if self.names.is_own_award(held.award, self._find_award(award)):
            return grade
        return self.messages.text("awards.under", grade=grade, award=self.names.name_giver(held.award))

    def _describe_other(self, held: Held) -> PageBlock:
        what = self.names.name_held_award(held.award, held.grade)
        signed = self.messages.format_date(held.signed)
        if held.ended is not None and held.ended <= self.on:
            return Item(
                self.messages.text(
                    "awards.ended", what=what, signed=signed, ended=self.messages.format_date(held.ended)
                )
            )
        if held.until is None:
            return Item(self.messages.text("awards.other", what=what, signed=signed))
        return Item(
            self.messages.text(
                "awards.other_until", what=what, signed=signed, until=self.messages.format_date(held.until)
            )
        )

    def _describe_review(self, award: AwardResult) -> Iterator[str]:
        if not award.lacks_external_review:
            return
        yield self.messages.text("awards.lacks_review")
        own = award.by_own_assessment
        yield (
            self.messages.text("awards.own_none")
            if own is None
            else self.messages.text("awards.own", grade=self.messages.name_level(own))
        )

    def _describe_loss(self, award: AwardResult) -> Iterator[str]:
        if award.loss is not None:
            yield self.messages.text(f"awards.loss.{award.loss.name.lower()}")
        if award.stands is not None:
            yield self.messages.text(f"awards.stands.{award.stands.name.lower()}")
