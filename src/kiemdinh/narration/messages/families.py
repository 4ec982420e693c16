"""The keys of messages that are put together or chosen at run time: f"state.{truth}".

Babel finds a key in the code where it is written out: ``messages.text("standing.line")``. The others are declared here,
so that it can be tested that each key has a text and each text is used. No sentence needs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

__all__ = ["FAMILIES", "extract_families"]

_SIDES = ("self", "external")
_TRUTHS = ("unmet", "unknown", "met")
_BOUNDS = ("at_least", "at_most", "above", "below")
_HELD = ("held", "revoked", "never")
_DIFFERENCES = (
    *("added", "removed", "renumbered", "retitled", "reworded"),
    *("tightened", "loosened", "changed", "moved", "undecided"),
)

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "{}": ("yes", "no", "unknown", "not_applicable"),
        "KD{}": tuple(str(number) for number in range(401, 422)),
        "about.{}": (
            *("evidence", "subject", "school_year", "roles", "expect"),
            *("layer", "input", "scale"),
            *("authority", "valid", "renew_before", "cure_within", "wait_for_higher"),
            *("discretion", "continues", "lost_if", "needs"),
        ),
        "awards.brief.{}": ("eligible", "possible"),
        "awards.expired{}": ("", "_computed"),
        "awards.held_until{}": ("", "_computed"),
        "awards.loss.{}": _TRUTHS,
        "awards.stands.{}": _TRUTHS,
        "change.{}": ("up", "up_strict", "down", "down_strict", "word", "word_up", "word_down"),
        "change.people_{}": ("up", "down"),
        "confirmed.{}": ("same", "differs"),
        "diff.{}": ("old", "new", "before", "after", "harder", "easier", "lost", "gained", "proved", "shown"),
        "diff.{}_two": ("old", "new"),
        "diff.label.{}": ("tightened", "loosened", "changed", "undecided_harder", "undecided_easier"),
        "diff.is.{}": ("equivalent-to", "subset-of", "superset-of", "intersects-with", "none"),
        "diff.kind_two.{}": (
            *("added", "removed", "renumbered", "tightened", "loosened", "changed", "undecided", "reworded"),
        ),
        "diff.example{}": ("", "_part"),
        "diff.lacking{}": ("", "_part"),
        "diff.declared.{}": _DIFFERENCES,
        "diff.kind.{}": _DIFFERENCES,
        "diff.rule.{}": (*_DIFFERENCES, "undecided_harder", "undecided_easier"),
        "diff.section.{}": (
            *("inputs", "parameters", "sets", "define", "scales", "tags", "layers", "source", "subject"),
            *("school_year", "evidence", "roles", "shows", "framework"),
        ),
        "draw.{}": ("met", "unknown", "unmet", "absent", "value", "necessary", "relevant", "chosen"),
        "criteria.{}": ("stands", "why", "evidence"),
        "decision.{}": ("until", "ended"),
        "duration.{}": ("year", "month", "day"),
        "evidence.{}": ("expired", "not-yet-valid"),
        "evidence.asked.{}": ("kinds", "issuers", "no_older_than", "in_place_for"),
        "evidence.found.{}": ("kinds", "issuers"),
        "evidence.without.{}": ("kinds", "issuers"),
        "expiry.{}": ("expired", "valid"),
        "explain.cost_{}": ("one", "ways", "some_ways", "enough"),
        "explain.{}": (
            *("one", "ways", "some_ways", "enough"),
            *("certain", "unreachable", "not_found"),
            *("needed", "useful", "dearer", "irrelevant", "keep", "either_way", "blocked", "alone"),
        ),
        "figure.{}": ("number", "word", "rating", "points", "finding"),
        "figure.no_{}": ("number", "word"),
        "report.blank.{}": (
            *("situation", "strengths", "limits", "causes", "directions"),
            *(f"measure_{key}" for key in ("how", "measured", "months", "who", "resources", "evidence")),
        ),
        "report.evidence.{}": ("number", "code", "title", "place", "note"),
        "report.issue.{}": ("number", "standard", "criterion", "situation", "limits", "causes"),
        "report.mau1.{}": (
            *("unverified", "left_out", "paraphrase", "evidence_codes"),
            *("strengths", "limits", "causes", "directions", "level", "situation", "verdict"),
            *("asked", "result"),
        ),
        "report.mau1.to_{}": ("department", "committee", "others"),
        "report.mau2.{}": ("unverified", "cheapest", "basis", "aims", "organisation", "reporting"),
        "report.measure.{}": (
            *("number", "what", "goal", "how", "measured", "months"),
            *("who", "resources", "evidence", "progress"),
        ),
        "report.review.{}": ("when", "followed", "found", "adjusted", "by", "semester", "year"),
        "report.school.{}": ("name", "id", "stages", "founded", "address"),
        "report.verdict.{}": _TRUTHS,
        "first.{}": ("settle", "improve", "cease", "decide"),
        "forecast.{}": ("falls", "renew", "unsaid"),
        "forecast.event.{}": (
            *("begins", "ends", "expired", "withdrawn", "refused", "lapsed", "edition", "clock"),
            *("wait", "last_edition", "joins", "leaves"),
        ),
        "footing.{}": ("single_source", "inferred", "unverified", "confirmed"),
        "groups.{}": ("met", "unmet"),
        "key.{}": (
            *("when", "met_if", "warn_unless", "lost_if", "where", "derive", "kind", "has"),
            *("assessed_by", "stages", "begins", "ended_by", "code", "items", "in_place_for", "type"),
            *("choices", "scale", "unit", "range", "step", "each", "part_of", "given"),
            *("better", "effort", "in", "verdict", "no_text", "not_applicable", "if_empty", "tags"),
            *("layer", "points", "weight", "may_not_apply", "demands_figure", "indicators", "guards", "evidence"),
            *(
                "ladder",
                "authority",
                "valid",
                "renew_before",
                "cure_within",
                "wait_for_higher",
                "continues",
                "discretion",
            ),
            *("kinds", "issuers", "no_older_than", "evidence_policy", "levels", "lifts"),
            *("in_force", "until", "from", "to", "by", "values", "otherwise", "cost"),
            *("months", "who", "actionable", "role", "on", "against", "digest", "informs"),
            *("criteria", "mandatory", "requirements", "layers", "family", "labels", "not_reached"),
        ),
        "key.type.{}": ("yes_no", "choice", "scale", "number", "date", "decision"),
        "key.each.{}": ("year", "stage"),
        "key.has.{}": ("stage",),
        "key.unit.{}": ("count", "ratio", "percent", "years", "months", "days", "m2"),
        "key.better.{}": ("higher", "lower"),
        "key.assessed_by.{}": ("stage",),
        "key.verdict.{}": ("met", "level", "rating", "points", "finding"),
        "key.lifts.{}": ("kinds", "issuers", "no_older_than", "in_place_for"),
        "key.no_text.{}": ("carries", "fails"),
        "key.informs.{}": ("until",),
        "key.if_empty.{}": ("met", "unmet", "unknown", "not-applicable"),
        "key.not_applicable.{}": ("drop", "met", "unmet"),
        "list.{}": (
            *("settle", "improve", "cease"),
            *("scales", "tags", "inputs", "parameters", "layers", "sets", "references", "define"),
            *("step", "not_reached"),
        ),
        "margin.{}": (*_BOUNDS, "item", "item_titled"),
        "need.{}": (*_BOUNDS, "is", "not", "words_is"),
        "need.words_{}": ("not", *_BOUNDS),
        "need.date_{}": _BOUNDS,
        "carry.kind.{}": ("finding", "item", "figure", "award"),
        "carry.school.{}": ("id", "name", "stages", "founded"),
        "carry.side.{}": ("self", "external", "both"),
        "carry.word.{}": ("met", "unmet", "unknown", "not-applicable", "to-confirm"),
        "carry.unused.{}": (
            *("recorded", "no-index", "code-taken", "other-measure", "no-word", "no-stage", "later", "complete"),
        ),
        "carry.section.{}": ("raised", "carried", "several", "without", "unmapped", "unused"),
        "office.column.{}": (
            *("complete", "confirmed", "target", "share", "budget", "unit", "limit", "used", "term", "binds"),
            *("saved", "gained", "reached", "subject", "obstacles", "level_by", "end_of"),
            *("group", "node", "level", "schools", "met", "unmet", "unknown", "absent", "low", "high", "hidden"),
            *("figure", "known", "own", "lowest", "quarter", "median", "three_quarters", "highest"),
            *("state", "from_year", "change", "membership", "rule", "schools_changed"),
            *("year", "framework", "margin", "cost", "necessary", "relevant", "pivotal", "named"),
            *("school", "name", "before", "before_attainable", "after", "after_attainable", "assessed", "move"),
            *("because", "at", "does", "act", "down", "up", "alone", "decides", "may_decide"),
            *("commune", "district", "award", "grade", "signed", "until", "held", "granted_by", "of", "needed"),
            *("today", "today_attainable", "edition", "stands", "granted", "granted_attainable", "losses"),
            *("single_points", "threats", "causes", "concern", "kind", "stage", "reason", "cite", "actor", "date"),
            *("what", "id", "effect", "falls"),
            *("expires", "file_by", "by", "lead", "higher_from", "month", "due", "capacity", "scheduled", "blackout"),
            *("team", "month_before", "team_before", "changed", "conflict", "left_over", "months", "teams", "room"),
        ),
        "office.column.plan.{}": (
            *("cost", "year", "level", "schools", "before", "id", "kind", "by", "held", "needed"),
        ),
        "office.plan.{}": (
            *("settle", "improve", "cheapest", "most", "bounded", "infeasible", "unknown", "flow", "stock"),
            *("frozen", "worst", "best", "nodes"),
        ),
        "office.plan.term.{}": ("target", "school"),
        "office.plan.title.{}": (
            *("target", "level", "share", "by", "held", "needed", "reached", "budget", "year", "limit", "used"),
            *("subject", "node", "confirmed"),
        ),
        "office.column.renewals.{}": ("kind", "award", "reason", "edition"),
        "office.work.{}": ("renewal", "inspection", "advice"),
        "office.due.{}": ("not known", "given", "late", "no successor", "no such award", "no last day"),
        "office.renewals.{}": ("none", "optimal", "bounded", "infeasible", "unknown"),
        "office.actor.{}": ("school", "review", "authority"),
        "office.cause.{}": ("reality", "evidence", "rule", "not-assessed"),
        "office.risk.{}": (
            *("signed", "until", "how", "how_rules", "how_causes", "how_concern", "threat", "threat_falls"),
        ),
        "office.held.{}": ("held", "expired", "withdrawn", "unknown"),
        "office.threat.{}": ("award", "edition", "school-year", "evidence", "record"),
        "office.move.{}": ("down", "up", "same", "open"),
        "office.impact.{}": ("down", "up", "same", "open"),
        "office.state.{}": ("met", "unmet", "unknown", "absent"),
        "office.title.{}": (
            *("figure", "known", "own", "spread"),
            *(
                "change",
                "membership",
                "rule",
                "schools_changed",
                "met",
                "unmet",
                "unknown",
                "hidden",
                "before",
                "after",
            ),
            *("move", "schools", "school", "because", "at", "act", "down", "up", "alone", "open_in", "decides"),
            *("may_decide", "lacking", "kind", "actor", "cite"),
            *("month", "due", "room", "scheduled", "team", "by", "earlier", "purpose", "expires", "file_by"),
        ),
        "reason.{}": (
            *("not assessed", "recorded unknown", "unsupported", "expired", "not yet valid", "disputed", "pending"),
            *("missing figure", "context unknown", "before founding", "nothing to measure", "no dossier", "not set"),
            *("wording unknown", "to confirm", "incomplete register"),
        ),
        "rule.{}": (
            *("all", "any", "not", "and", "or"),
            *("sum", "mean", "lowest", "highest"),
            *("met", "unmet", *_HELD),
            *("row", "case", "year", "stage"),
        ),
        "rule.half.{}": ("away", "even", "up", "down"),
        "rule.its.{}": ("verdict", "level", "rating", "points", "finding", "weight"),
        "rule.op.{}": (*_BOUNDS, "is", "words_at_least", "words_at_most"),
        "rule.op.ago_{}": (*_BOUNDS, "is"),
        "rule.set_{}": ("tagged", "untagged"),
        "rule.set_and_{}": ("tagged", "untagged"),
        "acts.{}": ("add", "replace", "remove", "renumber", "retitle", "suspend", "resume", "move", "unread"),
        "nothing.{}": ("outside", "unread", "replaced"),
        "references.{}": ("external", "computed", "self"),
        "show.{}": ("when", "met_if", "warn_unless", "members", "others", "equal"),
        "show.other.{}": ("outcome", "award", "unread"),
        "stage.{}": ("mam-non", "tieu-hoc", "thcs", "thpt", "gdtx"),
        "standing.side.{}": _SIDES,
        "state.{}": _TRUTHS,
        "sum.{}": ("cost", "months"),
        "time.{}": ("from", "to", "between", "through", "span"),
        "todo.{}": ("settle", "improve", "cease", "wait", "decide"),
        "tree.{}": ("all", "all_have", "some", "some_new"),
        "tree.by.{}": _SIDES,
        "tree.held.{}": _HELD,
        "unit.{}": ("percent", "years", "months", "days", "m2"),
    }
)
"""The form of a key, and what may stand in its gap."""

_COUNTED = ("duration.{}", "sum.{}")
"""The families whose texts differ by a number."""


def extract_families(
    file: object, keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str | None, tuple[str], list[str]]]:
    """Yield the declared keys, each with the function that asks for it, as Babel's extraction methods do.

    ``pyproject.toml`` names it as the method for this file.
    """
    for form, endings in FAMILIES.items():
        for ending in endings:
            yield 0, "text_for_count" if form in _COUNTED else None, (form.format(ending),), []
