"""Awards in words: what is held, what the school is eligible for, what it must wait for, what blocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import AWARDS_HELD
from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Block, Item, Line, Section
from kiemdinh.narration.names import Titles
from kiemdinh.narration.sentences.blocking import BlockingWords
from kiemdinh.rules import MET, UNKNOWN
from kiemdinh.standards.definition import read_duration

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.awards import AwardResult, GradeResult
    from kiemdinh.evidence.dossier import Held
    from kiemdinh.standards.definition import Award

__all__ = ["AwardWords"]


@dataclass(frozen=True, slots=True)
class AwardWords:
    """Says where a school stands with awards on a date."""

    titles: Titles
    say: Phrases
    blocking: BlockingWords
    on: dt.date

    def sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield one section of all awards, or nothing where there is none."""
        blocks = [self._award(award) for award in result.awards]
        told = [award.held for award in result.awards]
        others = tuple(self._other(held) for held in result.other_awards if held not in told)
        if others:
            blocks.append(Section(self.say("awards.others"), others))
        if blocks:
            yield Section(self.say("awards"), tuple(blocks))

    def _award(self, award: AwardResult) -> Block:
        return Section(self.say.level(award.title), tuple(self._lines(award)))

    def _lines(self, award: AwardResult) -> Iterator[Block]:
        if award.held is not None:
            yield Line(self._held(award, award.held))
        if award.renew_by is not None:
            yield self._law(award, "renew_before", self.say("awards.renew", date=self.say.date(award.renew_by)))
        yield from (Line(text) for text in self._review(award))
        yield from (Line(text) for text in self._loss(award))
        if award.authority is not None:
            text = self.say("awards.authority", authority=self.say.level(award.authority))
            yield self._law(award, "authority", text)
        if award.valid:
            lengths = self.say.either(self._length(text) for text in award.valid)
            yield self._law(award, "valid", self.say("awards.valid", valid=lengths))
        yield from (self._grade(award, grade) for grade in award.grades)

    def _law(self, award: AwardResult, key: str, text: str) -> Line:
        return Line(self.titles.as_law_says(self._definition(award), key, text))

    def _definition(self, award: AwardResult) -> Award:
        return next(a for a in self.titles.framework.awards if a.id == award.id)

    def _length(self, text: str) -> str:
        duration = read_duration(text)
        return text if duration is None else self.say.duration(duration)

    # -- a grade -----------------------------------------------------------------------------------------

    def _grade(self, award: AwardResult, grade: GradeResult) -> Item:
        name = self.say.level(grade.grade or award.title)
        text = self.say("awards.grade", grade=name, state=self._eligible(grade))
        return Item(text, (*self._terms(award, grade), *self._blockers(grade)))

    def _eligible(self, grade: GradeResult) -> str:
        if grade.eligible is MET:
            return self.say("awards.covered") if grade.covered else self.say("awards.eligible")
        return self.say("awards.possible") if grade.eligible is UNKNOWN else self.say("awards.not")

    def _terms(self, award: AwardResult, grade: GradeResult) -> Iterator[Item]:
        definition = self._definition(award)
        if grade.waits_until is not None:
            text = self.say("awards.waits", date=self.say.date(grade.waits_until))
            yield Item(self.titles.as_law_says(definition, "wait_for_higher", text))
        if grade.earliest is not None and grade.earliest > self.on:
            yield Item(self.say("awards.earliest", date=self.say.date(grade.earliest)))
        if grade.discretionary and definition.discretion is not None:
            text = definition.discretion.text_in(self.say.lang) or ""
            yield Item(self.say("awards.discretion", text=text))

    def _blockers(self, grade: GradeResult) -> Iterator[Item]:
        if grade.target is None:
            return
        if grade.target.blocking is not None:
            yield from self.blocking.roots(grade.target.blocking)
        if any(todo.id == AWARDS_HELD for todo in grade.target.decide):
            yield Item(self.say("awards.held_unknown"))

    # -- what is held ------------------------------------------------------------------------------------

    def _held(self, award: AwardResult, held: Held) -> str:
        own = held.award in (award.id, f"{self.titles.framework.id}/{award.id}")
        grade = self.titles.award(held.award, held.grade) if held.grade else self.say.level(award.title)
        what = grade if own else self.say("awards.under", grade=grade, award=self.titles.giver(held.award))
        until = award.held_until or held.until
        if until is None:
            return self.say("awards.held", what=what, signed=self.say.date(held.signed))
        return self.say("awards.held_until", what=what, signed=self.say.date(held.signed), until=self.say.date(until))

    def _other(self, held: Held) -> Block:
        what = self.titles.held_under(held.award, held.grade)
        signed = self.say.date(held.signed)
        if held.ended is not None and held.ended <= self.on:
            return Item(self.say("awards.ended", what=what, signed=signed, ended=self.say.date(held.ended)))
        if held.until is None:
            return Item(self.say("awards.other", what=what, signed=signed))
        return Item(self.say("awards.other_until", what=what, signed=signed, until=self.say.date(held.until)))

    def _review(self, award: AwardResult) -> Iterator[str]:
        if not award.lacks_external_review:
            return
        yield self.say("awards.lacks_review")
        own = award.by_own_assessment
        yield self.say("awards.own_none") if own is None else self.say("awards.own", grade=self.say.level(own))

    def _loss(self, award: AwardResult) -> Iterator[str]:
        if award.loss is not None:
            yield self.say(f"awards.loss.{award.loss.name.lower()}")
        if award.stands is not None:
            yield self.say(f"awards.stands.{award.stands.name.lower()}")
