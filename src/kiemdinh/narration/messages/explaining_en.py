"""What the narration of explanations says in English; the keys are those of the other languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # what would do
        "explain": "What to fix first for {aim}",
        "explain.top": "The school is at the top: nothing has to change.",
        "explain.certain": "“{level}” is already certain: nothing has to change.",
        "explain.unreachable": "No change that the school can make surely leads to “{level}”.",
        "explain.not_found": "Within the stated limit of the search no way to “{level}” was found.",
        "explain.settle_first": "First settle: {ids}.",
        "explain.undecided": "First come the decisions or facts about the school named below.",
        "explain.as_if": "What follows is said as if everything could be acted on.",
        "explain.one": "At least {size}, and one way only is as cheap",
        "explain.ways": "At least {size}, in any of {n} equally cheap ways",
        "explain.some_ways": "At least {size}; how many ways are as cheap is not known",
        "explain.proved": "{text} (proved to be the least).",
        "explain.bound": "{text} (not proved to be the least: it may be less, but by no more than {gap}).",
        "explain.mixed": (
            "The dossier gives some criteria whole and others requirement by requirement: "
            "a step of a whole criterion counts as many as the requirements it stands for."
        ),
        "explain.also": "Besides: {sums}",
        "sum.cost": "a cost of {n}",
        "sum.months": "{n} month(s)",
        "sum.other": "{name} {n}",
        "size.changes": "{n} change(s)",
        "size.cost": "{cost} ({n} change(s))",
        "explain.necessary": "Necessary: needed in every way",
        "explain.cheapest": "In the cheapest way",
        "explain.pick": "One of several ways: any {n} of these {m}",
        "explain.choose": "One of several ways: any one of these",
        "explain.together": "Way {i}: all {n} of these",
        "explain.others": "Other gaps",
        "explain.needed": "Needed in every way: {ids}.",
        "explain.useful": "Of use in some way: {ids}.",
        "explain.dearer": "Of use in other, dearer ways: {ids}.",
        "explain.irrelevant": "Gaps that do not matter for “{level}”: {ids}.",
        "explain.keep": "Must stay as it is, or a way is spoilt: {ids}.",
        "explain.either_way": "Need only be settled, whichever way it turns out: {ids}.",
        "explain.blocked": "Cannot be acted on: {ids}.",
        "explain.alone": "Any one of these alone would do: {ids}.",
        "list.settle": "Settle: {text}",
        "list.improve": "Improve: {text}",
        # one change
        "change.up": "{what}: from {now} to at least {to} ({diff})",
        "change.up_strict": "{what}: from {now} to more than {to} ({diff})",
        "change.down": "{what}: from {now} to at most {to} ({diff})",
        "change.down_strict": "{what}: from {now} to less than {to} ({diff})",
        "change.people_up": "{what}: {n} more of {whole} (from {now} to at least {to})",
        "change.people_down": "{what}: {n} fewer of {whole} (from {now} to at most {to})",
        "change.more_than": "more than {diff}",
        "change.points": " percentage points",
        "change.word": "{what}: from {now} to {to}",
        "change.word_up": "{what}: from {now} up to {to} or above",
        "change.word_down": "{what}: from {now} down to {to} or below",
        "change.who": "{text} – by {who}",
        "change.cost": "{text} ({cost})",
        # the ways, one by one
        "repairs": "Ways to {aim}",
        "repairs.way": "Way {i}: {size}",
        "repairs.more": "and {n} more equally cheap ways",
        "repairs.others": "and there are other ways",
        # the margin
        "margin": "How firm “{level}” is",
        "margin.of_none": "How firm the result is",
        "margin.no_level": "No level is held, so there is none to lose.",
        "margin.none": "No level is certain, so there is none to lose.",
        "margin.size": "At least {n} thing(s) must be lost before “{level}” is no longer certain.",
        "margin.unlosable": "Nothing in the dossier, if lost, costs “{level}”.",
        "margin.alone": "Any one of these, lost alone, and the level is no longer certain",
        "margin.least": "Lost together, and the level is no longer certain",
        "margin.evidence": "Evidence that carries the level alone (the first to expire comes first)",
        "margin.item": "{code}: {facts}",
        "margin.item_titled": "{code} ({title}): {facts}",
        "margin.until": "{text} – valid only through {date}",
        "margin.gained": "{text}: comes to hold",
        "margin.above": "{what} rises above {x}",
        "margin.at_least": "{what} rises to {x}",
        "margin.below": "{what} falls below {x}",
        "margin.at_most": "{what} falls to {x}",
        # why a level is held
        "why": "Why “{level}” is held",
        "why.enough": "These suffice; whatever the rest is, the level stays.",
        "why.unknown": "No sufficient reason was found within the stated limit.",
        # what if
        "what_if": "If this changes",
        "what_if.set": "{what}: {to}",
        "what_if.changes": "What stands otherwise",
        "what_if.same": "Nothing stands otherwise.",
        "what_if.line": "{what}: {before} → {after}",
        "what_if.between": "{low} to {high}",
        "what_if.possible": "undetermined, possibly {high}",
        "what_if.nothing": "none",
        # the drawing
        "draw": "The picture for {aim}",
        "draw.top": "The picture today",
        "draw.legend": "Legend",
        "draw.met": "met",
        "draw.unknown": "unknown",
        "draw.unmet": "not met",
        "draw.absent": "does not apply",
        "draw.value": "a result",
        "draw.necessary": "necessary: in every way",
        "draw.relevant": "one of several ways",
        "draw.chosen": "in the cheapest way",
        "draw.chosen_list": "In the cheapest way",
        "draw.more": "and {n} more",
    }
)
