"""Resolution (semantics 3.3 to 3.9) held against its laws, and against the text written out as plainly as possible."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from dossiers import (
    CODES,
    DAYS,
    INDEX,
    LATER,
    SIDES,
    STAGES,
    STEPS,
    YEARS,
    Entry,
    Papers,
    cases,
    definition,
    facts_of,
    its,
    rank,
    result_of,
    standing,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import Rank
from kiemdinh.rules import MET, UNKNOWN, UNMET

EVERY = [{"every": "criteria", "that": its(step)} for step in STEPS]
WORDS = ("met", "unmet", "unknown")
TRUTH = {"met": MET, "unmet": UNMET, "unknown": UNKNOWN}
LATE = {"expired": Reason.EXPIRED, "future": Reason.NOT_YET_VALID}
"""The codes of the index that are not valid, by what they make a finding."""
A = "c1/l1/a"

days = st.sampled_from(DAYS)
words = st.sampled_from(WORDS)


def judged(levels, **more):
    """One criterion whose requirements are all judged: their number by level."""
    tree = {"c1": {step: ["judged"] * count for step, count in levels.items()}}
    return kd.load(definition(tree, EVERY[: more.get("steps", 2)], **more))


def with_kind(kind, **more):
    """One criterion with one requirement of a kind at each of two levels."""
    return kd.load(definition({"c1": {"l1": [kind], "l2": ["judged"]}}, EVERY[:2], **more))


def with_kinds(*kinds):
    """One criterion with one requirement of each kind at its only level with text."""
    return kd.load(definition({"c1": {"l1": list(kinds)}}, EVERY[:2]))


PLAIN = judged({"l1": 1, "l2": 1})
POLICY = {n: judged({"l1": 1, "l2": 1}, evidence=n) for n in (0, 1, 2)}
STAGED = judged({"l1": 2, "l2": 1}, staged=True)


class TestOrder:
    """3.9 **Resolution** is total and does not depend on the order of records. Every requirement and every step is
    one fact.
    """

    @given(cases(), st.randoms())
    @settings(max_examples=150)
    def test_the_order_of_records_does_not_matter(self, case, random):
        framework, papers = case
        shuffled = list(papers.entries)
        random.shuffle(shuffled)
        assert said(framework, papers) == said(framework, papers.with_entries(shuffled))

    @given(
        st.lists(st.tuples(words, st.just(DAYS[0]), st.sampled_from(SIDES), st.sampled_from(CODES)), max_size=5),
        st.randoms(),
    )
    @settings(max_examples=100)
    def test_records_of_one_day_that_cite_differently(self, records, random):
        papers = Papers(tuple(Entry(A, *record[:3], by=record[3:]) for record in records), {"evidence": INDEX})
        shuffled = list(papers.entries)
        random.shuffle(shuffled)
        assert said(POLICY[2], papers) == said(POLICY[2], papers.with_entries(shuffled))

    @given(cases(most=14))
    @settings(max_examples=150)
    def test_every_requirement_and_every_step_has_a_truth_and_a_reason_where_it_is_unknown(self, case):
        framework, papers = case
        result_of(framework, papers).to_json()
        facts = facts_of(framework, papers)
        for part in facts.stages.values():
            for name in (*framework.nodes, *part.rules.definitions):
                info = framework.nodes.get(name)
                if info is not None and info.verdict != "met":
                    continue
                settled = part.resolved(name)
                assert settled.truth in (MET, UNMET, UNKNOWN)
                if settled.truth is UNKNOWN and info is not None:
                    assert settled.reasons or f"applies:{name}" in part.rules.definitions


def said(framework, papers):
    """All that a result says, digest included, but for the places in the file."""
    data = result_of(framework, papers).to_dict()
    for warned in data["warnings"]:
        warned["parameters"].pop("places", None)
    data["warnings"] = sorted(map(str, (w for w in data["warnings"] if w["code"] != "KD402")))
    data["unused"] = sorted((unused["about"], unused["reason"]) for unused in data["unused"])
    return data


class TestNotLooking:
    """1.9 Not looking never helps: replacing a fact, or a record in place, by unknown never raises a certain reading,
    a score's low end or a guaranteed level, and never lowers a possible one.
    """

    @given(cases(most=8), st.data())
    @settings(max_examples=250)
    def test_a_record_replaced_in_place_by_unknown(self, case, data):
        framework, papers = case
        assume(papers.entries)
        at = data.draw(st.integers(0, len(papers.entries) - 1))
        replaced = list(papers.entries)
        replaced[at] = replace(replaced[at], says="unknown")
        self.never_better(framework, papers, papers.with_entries(replaced))

    @given(cases(most=10, kinds=("grouped", "optional", "measured", "when")), st.data())
    @settings(max_examples=150)
    def test_a_record_about_parts_of_parts(self, case, data):
        framework, papers = case
        assume(papers.entries)
        at = data.draw(st.integers(0, len(papers.entries) - 1))
        replaced = list(papers.entries)
        replaced[at] = replace(replaced[at], says="unknown")
        self.never_better(framework, papers, papers.with_entries(replaced))

    @given(cases(most=8, kinds=("judged", "optional", "when")), st.data())
    @settings(max_examples=120)
    def test_evidence_that_a_finding_loses(self, case, data):
        framework, papers = case
        assume(papers.entries)
        at = data.draw(st.integers(0, len(papers.entries) - 1))
        replaced = list(papers.entries)
        replaced[at] = replace(replaced[at], by=())
        self.never_better(framework, papers, papers.with_entries(replaced))

    @staticmethod
    def never_better(framework, known, unknown):
        before, after = result_of(framework, known), result_of(framework, unknown)
        for one, two in zip(_outcomes(before), _outcomes(after), strict=True):
            assert rank(framework, two.guaranteed) <= rank(framework, one.guaranteed)
            assert rank(framework, two.attainable) >= rank(framework, one.attainable)
        for one, two in zip(_parted(framework, known), _parted(framework, unknown), strict=True):
            for name in one.rules.definitions:
                if not name.startswith("applies:"):
                    assert two.truth(name) in (one.truth(name), UNKNOWN), name


def _outcomes(result):
    return [*result.outcomes, *(outcome for part in result.parts for outcome in part.outcomes)]


def _parted(framework, papers):
    return facts_of(framework, papers).stages.values()


class TestSides:
    """3.5 An external record prevails over a self-assessed one of the same or an earlier date; both are kept and the
    difference is reported. A later self-assessed record that differs makes the fact unknown, reason *pending*. On one
    side a later record replaces an earlier; those of one date that differ make it unknown, reason *disputed*.
    """

    records = st.lists(st.tuples(words, days, st.sampled_from(SIDES)), max_size=5)

    @given(records)
    @settings(max_examples=250)
    def test_a_requirement_is_what_the_text_says(self, records):
        papers = Papers(tuple(Entry(A, word, day, side) for word, day, side in records))
        (part,) = facts_of(PLAIN, papers).stages.values()
        settled = part.resolved(A)
        assert (settled.truth, settled.reasons) == by_the_text(records)

    @given(st.lists(st.tuples(st.sampled_from((1, 3, "unknown")), days, st.sampled_from(SIDES)), max_size=5))
    @settings(max_examples=100)
    def test_a_figure_is_what_the_text_says(self, records):
        framework = with_kind("measured")
        papers = Papers(tuple(Entry("figure", value, day, side) for value, day, side in records))
        (part,) = facts_of(framework, papers).stages.values()
        as_words = [({1: "unmet", 3: "met"}.get(value, value), day, side) for value, day, side in records]
        truth, reasons = by_the_text(as_words)
        assert part.truth(A) is truth
        if records:
            assert part.resolved(A).reasons == reasons

    @given(words, words, days, days)
    @settings(max_examples=60)
    def test_the_difference_of_the_sides_is_reported(self, own, external, when, then):
        papers = Papers((Entry(A, own, when), Entry(A, external, then, "external")))
        warned = [w.about for w in result_of(PLAIN, papers).warnings if w.code == "KD407"]
        assert warned == ([A] if own != external else [])


def by_the_text(records):
    """3.5 as plainly as possible: what one fact is by its records, with why it is unknown."""
    latest = {}
    for side in SIDES:
        dates = [day for _, day, of in records if of == side]
        if dates:
            latest[side] = (max(dates), {word for word, day, of in records if of == side and day == max(dates)})
    if not latest:
        return UNKNOWN, {Reason.NOT_ASSESSED}
    if "external" not in latest:
        return one_side(latest["self"][1])
    disputed = len(latest["external"][1]) > 1
    later = "self" in latest and latest["self"][0] > latest["external"][0]
    if later and latest["self"][1] != latest["external"][1] and not disputed:
        return UNKNOWN, {Reason.PENDING}
    return one_side(latest["external"][1])


def one_side(said):
    if len(said) > 1:
        return UNKNOWN, {Reason.DISPUTED}
    (word,) = said
    return TRUTH[word], {Reason.RECORDED_UNKNOWN} if word == "unknown" else frozenset()


class TestSupport:
    """3.3 A self-assessed finding *met* stands only if the framework's evidence policy is satisfied on the evidence
    date, counting the cited items then valid. If not, the fact is unknown with the reason *unsupported* (or *expired*,
    *not yet valid*): never silently unmet, never silently met. A cited code that is not in the index supports nothing.
    An external record rests on the review itself. A dossier without an evidence index is taken as stated, and what
    rests on it is marked *evidence not checked*; an index that is present but empty supports nothing.
    """

    cited = st.lists(st.sampled_from(CODES), max_size=4, unique=True).map(tuple)

    @given(cited, words, st.sampled_from(SIDES), st.sampled_from([None, {}, INDEX]), st.sampled_from([0, 1, 2]))
    @settings(max_examples=300)
    def test_a_finding_stands_as_its_evidence_lets_it(self, cited, word, side, index, needed):
        papers = Papers((Entry(A, word, DAYS[0], side, by=cited),), {} if index is None else {"evidence": index})
        (part,) = facts_of(POLICY[needed], papers).stages.values()
        settled = part.resolved(A)
        valid = {code for code in cited if code in ("valid", "timeless")} & set(index or ())
        if side == "external" or word != "met" or needed == 0 or index is None or len(valid) >= needed:
            assert settled.truth is TRUTH[word]
            if side == "self" and word == "met" and index is None:
                assert ("KD404" in {one.code for one in result_of(POLICY[needed], papers).warnings}) == (needed > 0)
            return
        assert settled.truth is UNKNOWN
        late = {LATE[code] for code in cited if code in LATE and code in index}
        assert settled.reasons >= late
        assert settled.reasons - late <= {Reason.UNSUPPORTED}
        assert settled.reasons
        if not set(cited) & set(index):
            assert settled.reasons == {Reason.UNSUPPORTED}

    @given(cited, st.sampled_from([{}, INDEX]), st.sampled_from([1, 2]), st.integers(0, 2))
    @settings(max_examples=100)
    def test_a_claim_rests_on_the_same_policy_for_each_step_that_it_says_is_met(self, cited, index, needed, level):
        reached = ("l0", "l1", "l2")[level]
        papers = Papers((Entry("c1", reached, DAYS[0], by=cited),), {"evidence": index})
        (part,) = facts_of(POLICY[needed], papers).stages.values()
        valid = {code for code in cited if code in ("valid", "timeless")} & set(index)
        supported = MET if len(valid) >= needed else UNKNOWN
        expected = [supported] * level + [UNMET][: 2 - level]
        assert [part.truth(f"c1/{step}") for step in STEPS[: len(expected)]] == expected


class TestClaims:
    """3.7 A finding may settle a criterion (or another node) as a whole, a **claim**: "1.3 reaches level 1" makes its
    condition for that level and each below met, for the next unmet, above that unknown. Each of these is a *step*, a
    fact of its own, evidence policy included; a level that carries (2.3) is settled with the one it carries.
    Requirements without findings stay *not assessed* as requirements.
    """

    @given(
        st.sets(st.sampled_from(STEPS)).map(lambda drawn: sorted(drawn | {STEPS[0]})),
        st.integers(0, 3),
        st.sampled_from(SIDES),
    )
    @settings(max_examples=60)
    def test_a_claim_settles_the_steps(self, with_text, level, side):
        framework = judged(dict.fromkeys(with_text, 2), steps=3)
        reached = ("l0", *STEPS)[level]
        papers = Papers((Entry("c1", reached, DAYS[0], side),))
        (part,) = facts_of(framework, papers).stages.values()
        above = [step for step in with_text if step not in STEPS[:level]]
        expected = dict.fromkeys(with_text, UNKNOWN) | {step: MET for step in with_text if step in STEPS[:level]}
        if above:
            expected[above[0]] = UNMET
        assert {step: part.truth(f"c1/{step}") for step in with_text} == expected
        for step in with_text:
            for letter in "ab":
                assert part.resolved(f"c1/{step}/{letter}").reasons == {Reason.NOT_ASSESSED}
        node = result_of(framework, papers).node("c1")
        carried = max((i + 1 for i, step in enumerate(STEPS) if _carried(step, with_text, level)), default=0)
        assert rank(framework, node.guaranteed) == rank(framework, node.attainable) == carried


def _carried(step, with_text, level):
    """Whether a criterion that claims *level* reaches *step*: it has text there or below, and all is claimed."""
    asked = [other for other in with_text if STEPS.index(other) <= STEPS.index(step)]
    return bool(asked) and all(STEPS.index(other) < level for other in asked)


class TestClaimsAndParts:
    """3.9 The first record that exists speaks: deciding metric, external finding, external claim, self finding, self
    claim. A step is what its condition gives when requirements settled above the claim, or by its own side, stand and
    the rest follow the claim: if what stands above already differs from the claim, it prevails; if only the claim's
    own side differs, the step is unknown, reason *disputed*, and no other step is touched. A lower side never disputes
    a higher one. Later self-assessed parts make an external step *pending* only where they alone decide it otherwise;
    a later self claim does so for the steps where it differs.
    """

    FRAMEWORK = judged({"l1": 2, "l2": 2})
    PARTS = ("c1/l1/a", "c1/l1/b", "c1/l2/a", "c1/l2/b")
    parts = st.dictionaries(st.sampled_from(PARTS), st.tuples(words, days), max_size=4)
    claim = st.tuples(st.sampled_from(("l0", "l1", "l2", "unknown")), days)

    @given(claim, parts, parts)
    @settings(max_examples=400)
    def test_a_claim_of_the_school_against_parts_of_both_sides(self, claim, own, external):
        part = self.resolved((("self", claim),), own, external)
        for step, says in _steps(claim[0]):
            above = {p: by_the_text(_records(own, external, p))[0] for p in self.of(step) if p in external}
            by_own = above | {p: TRUTH[own[p][0]] for p in self.of(step) if p in own and p not in external}
            prevailing = self.all_of(step, above, says)
            if prevailing is not says:
                assert part.truth(f"c1/{step}") is prevailing
            elif says is not UNKNOWN and self.all_of(step, by_own, says) is not says:
                assert part.truth(f"c1/{step}") is UNKNOWN
                assert part.resolved(f"c1/{step}").reasons == {Reason.DISPUTED}
            else:
                assert part.truth(f"c1/{step}") is says

    @given(claim, parts, parts)
    @settings(max_examples=400)
    def test_an_external_claim_against_parts_of_both_sides(self, claim, own, external):
        part = self.resolved((("external", claim),), own, external)
        for step, says in _steps(claim[0]):
            if says is UNKNOWN:
                assert part.truth(f"c1/{step}") is UNKNOWN
                continue
            by_side = {p: by_the_text(_records(own, external, p))[0] for p in self.of(step) if p in external}
            later = {p: TRUTH[own[p][0]] for p in self.of(step) if p in own and own[p][1] > claim[1]}
            alone = self.all_of(step, later, UNKNOWN)
            settled = part.resolved(f"c1/{step}")
            if self.all_of(step, by_side, says) is not says:
                assert (settled.truth, settled.reasons) == (UNKNOWN, {Reason.DISPUTED})
            elif "unknown" not in {own[p][0] for p in later}:
                differs = alone not in (UNKNOWN, says)
                assert settled.truth is (UNKNOWN if differs else says)
                assert settled.reasons == ({Reason.PENDING} if differs else frozenset())

    @given(claim, claim)
    @settings(max_examples=150)
    def test_claims_of_both_sides(self, own, external):
        part = self.resolved((("self", own), ("external", external)), {}, {})
        ours = dict(_steps(own[0]))
        for step, says in _steps(external[0]):
            differs = own[1] > external[1] and step in ours and ours[step] is not says
            assert part.truth(f"c1/{step}") is (UNKNOWN if differs else says)
            if differs and says is not UNKNOWN:
                assert part.resolved(f"c1/{step}").reasons == {Reason.PENDING}

    @given(st.sampled_from(("l0", "l1", "l2")), st.sampled_from(SIDES), st.sampled_from(PARTS), words)
    @settings(max_examples=100)
    def test_a_disputed_step_leaves_every_other_as_it_was(self, level, side, about, word):
        claim = Entry("c1", level, DAYS[0], side)
        (alone,) = facts_of(self.FRAMEWORK, Papers((claim,))).stages.values()
        papers = Papers((claim, Entry(about, word, DAYS[0], side)))
        (part,) = facts_of(self.FRAMEWORK, papers).stages.values()
        other = "c1/l2" if about.startswith("c1/l1") else "c1/l1"
        assert part.truth(other) is alone.truth(other)
        assert part.truth(about) is TRUTH[word]

    def resolved(self, claims, own, external):
        entries = [Entry("c1", level, day, side) for side, (level, day) in claims]
        for side, found in (("self", own), ("external", external)):
            entries += [Entry(about, word, day, side) for about, (word, day) in found.items()]
        (part,) = facts_of(self.FRAMEWORK, Papers(tuple(entries))).stages.values()
        return part

    def of(self, step):
        return [p for p in self.PARTS if p.startswith(f"c1/{step}")]

    def all_of(self, step, known, default):
        return min(known.get(p, default) for p in self.of(step))


class TestClaimsBesideFiguresAndContext:
    """3.9 The first record that exists speaks: deciding metric, external finding, external claim, self finding, self
    claim. What speaks but says unknown, or fails 3.3, still holds its place. If what stands above already differs from
    the claim, it prevails. Later self-assessed parts make an external step *pending* only where they alone decide it
    otherwise; a later self claim does so for the steps where it differs.
    """

    FRAMEWORK = with_kinds("judged", "measured", "when")
    PARTS = ("c1/l1/a", "c1/l1/b", "c1/l1/c")
    found = st.dictionaries(st.sampled_from(PARTS), st.tuples(words, days), max_size=3)
    claimed = st.tuples(st.sampled_from(("l0", "l1", "unknown")), days)

    @given(
        claimed,
        st.none() | claimed,
        found,
        found,
        st.sampled_from((None, 0, 4, "unknown")),
        st.sampled_from((None, True, False, "unknown")),
    )
    @settings(max_examples=500)
    def test_a_step_is_what_the_text_says(self, own, external, own_parts, external_parts, figure, thing):
        entries = [Entry("c1", own[0], own[1])]
        entries += [Entry("c1", external[0], external[1], "external")] if external else []
        entries += [Entry("figure", figure, DAYS[0])] if figure is not None else []
        entries += [Entry("thing", thing, DAYS[0])] if thing is not None else []
        for side, parts in (("self", own_parts), ("external", external_parts)):
            entries += [Entry(about, word, day, side) for about, (word, day) in parts.items()]
        (part,) = facts_of(self.FRAMEWORK, Papers(tuple(entries))).stages.values()
        always = {self.PARTS[1]: {0: UNMET, 4: MET, "unknown": UNKNOWN}[figure]} if figure is not None else {}
        applies = {True: MET, False: UNMET}.get(thing, UNKNOWN)
        expected = self.by_the_text(own, external, own_parts, external_parts, always, applies)
        assert part.truth("c1/l1") is expected

    def by_the_text(self, own, external, own_parts, external_parts, always, applies):
        """3.9 as plainly as possible: every way to fill in what is unknown, and to choose what nobody recorded."""
        by_external = {p: by_the_text(_records(own_parts, external_parts, p))[0] for p in external_parts}
        word, since = external or own
        says = {"l0": UNMET, "l1": MET, "unknown": UNKNOWN}[word]
        above = self.weigh(always if external else by_external | always, applies, says)
        if above is not None:
            return above
        by_self = {p: TRUTH[word] for p, (word, _) in own_parts.items()}
        of_side = self.weigh(by_external | always if external else by_self | by_external | always, applies, says)
        if says is UNKNOWN or of_side not in (None, says):
            return UNKNOWN
        if external and own[1] > since and dict(_steps(own[0])).get("l1") is not says:
            return UNKNOWN
        later = {p: TRUTH[word] for p, (word, day) in own_parts.items() if day > since}
        alone = self.weigh(later | always, applies, says)
        return UNKNOWN if external and alone not in (None, says) else says

    def weigh(self, standing, applies, says):
        """What facts that stand make of a claim; None where they leave it as it is."""
        unknown = [p for p, truth in standing.items() if truth is UNKNOWN]
        free = [p for p in self.PARTS if p not in standing]
        settled = set()
        for ways in product((MET, UNMET), repeat=len(unknown)):
            for here in (MET, UNMET) if applies is UNKNOWN else (applies,):
                facts = standing | dict(zip(unknown, ways, strict=True))
                chosen = [facts | dict(zip(free, c, strict=True)) for c in product((MET, UNMET), repeat=len(free))]
                ends = {min(f[p] for p in self.PARTS if here is MET or p != self.PARTS[2]) for f in chosen}
                settled.add(ends.pop() if len(ends) == 1 else None)
        if len(settled) == 1:
            return settled.pop()
        against = UNMET if says is MET else MET
        return UNKNOWN if says is not UNKNOWN and against in settled else None


def _records(own, external, about):
    found = [(*own[about], "self")] if about in own else []
    return found + ([(*external[about], "external")] if about in external else [])


def _steps(level):
    """What a claim says of the steps that it speaks of."""
    if level == "unknown":
        return [("l1", UNKNOWN), ("l2", UNKNOWN)]
    return {"l0": [("l1", UNMET)], "l1": [("l1", MET), ("l2", UNMET)], "l2": [("l1", MET), ("l2", MET)]}[level]


class TestStages:
    """3.9 For a stage, the records of the stage and of the school are about one fact: side first, then date, then the
    stage's own, which overrides and does not dispute.
    """

    records = st.lists(
        st.tuples(words, days, st.sampled_from(SIDES), st.sampled_from([None, *STAGES])), min_size=1, max_size=5
    )

    @given(records)
    @settings(max_examples=200)
    def test_a_stage_s_own_record_overrides(self, records):
        papers = Papers(
            tuple(Entry(A, word, day, side, stage) for word, day, side, stage in records),
            {"school": {"stages": list(STAGES)}},
        )
        facts = facts_of(STAGED, papers)
        for stage, part in facts.stages.items():
            heard = [r for r in records if r[3] in (None, stage)]
            own = {(day, side) for _, day, side, of in heard if of == stage}
            kept = [(word, day, side) for word, day, side, of in heard if of == stage or (day, side) not in own]
            assert part.truth(A) is by_the_text(kept)[0]


class TestMetrics:
    """3.4 A metric bears on a requirement in one of two roles: it **decides** (the requirement is what the metric
    says; a finding that contradicts it is reported and yields; it speaks as soon as one value of what is measured is
    recorded, a recorded unknown included, and the years or stages still missing are then unknown, reason *missing
    figure*; before that a finding or claim stands, marked *not measured*, unless the definition demands the figure) or
    it **informs** (it raises a warning, and never changes a verdict).
    """

    by_year = st.dictionaries(st.sampled_from(YEARS), st.sampled_from((0, 1, 2, 4, "unknown")))

    @given(by_year, st.sampled_from([None, *WORDS]), st.sampled_from(SIDES))
    @settings(max_examples=150)
    def test_a_deciding_metric_speaks_once_one_value_is_recorded(self, figures, finding, side):
        framework = with_kind("yearly")
        entries = [Entry("yearly", value, DAYS[0], year=year) for year, value in figures.items()]
        entries += [Entry(A, finding, DAYS[1], side)] if finding else []
        (part,) = facts_of(framework, Papers(tuple(entries))).stages.values()
        settled = part.resolved(A)
        if not figures:
            assert settled.truth is (TRUTH[finding] if finding else UNKNOWN)
            assert settled.not_measured == bool(finding)
            return
        assert settled.rank is Rank.METRIC
        each = [figures.get(year, "unknown") for year in YEARS]
        assert settled.truth is min(UNKNOWN if value == "unknown" else TRUTH[_enough(value)] for value in each)
        if settled.truth is UNKNOWN:
            assert (Reason.MISSING_FIGURE in settled.reasons) == (len(figures) < 2)

    @given(st.sampled_from((0, 1, 2, 3, 4)), st.sampled_from(WORDS))
    @settings(max_examples=40)
    def test_a_finding_that_contradicts_it_yields_and_is_reported(self, value, word):
        framework = with_kind("measured")
        result = result_of(framework, Papers((Entry("figure", value, DAYS[0]), Entry(A, word, LATER, "external"))))
        assert result.node(A).truth is TRUTH[_enough(value)]
        contradicts = word in ("met", "unmet") and word != _enough(value)
        assert [w.about for w in result.warnings if w.code == "KD408"] == ([A] if contradicts else [])

    @given(words, st.sampled_from((None, 0, 4, "unknown")), st.sampled_from(SIDES))
    @settings(max_examples=40)
    def test_an_informing_metric_never_changes_a_verdict(self, word, value, side):
        entries = (Entry(A, word, DAYS[0], side),)
        without = result_of(INFORMED, Papers(entries))
        figures = () if value is None else (Entry("figure", value, DAYS[1], side),)
        result = result_of(INFORMED, Papers((*entries, *figures)))
        assert standing(result) == standing(without)
        assert [w.about for w in result.warnings if w.code == "KD410"] == ([A] if value == 0 else [])

    def test_a_figure_that_is_demanded_lets_no_finding_stand_in(self):
        said = definition({"c1": {"l1": ["measured"], "l2": ["judged"]}}, EVERY[:2])
        said["tree"][0]["levels"]["l1"][0]["demands_figure"] = True
        (part,) = facts_of(kd.load(said), Papers((Entry(A, "met", DAYS[0], "external"),))).stages.values()
        assert (part.truth(A), part.resolved(A).reasons) == (UNKNOWN, {Reason.MISSING_FIGURE})


def _enough(value):
    return "met" if value >= 2 else "unmet"


def _informed():
    said = definition({"c1": {"l1": ["judged"], "l2": ["judged"]}}, EVERY[:2])
    said["tree"][0]["indicators"] = ["figure"]
    said["tree"][0]["levels"]["l1"][0]["warn_unless"] = {"value": "figure", "at_least": 2}
    return kd.load(said)


INFORMED = _informed()


class TestClocks:
    """4.1 Three clocks: the **law date** picks the edition of a framework, the **evidence date** decides validity, the
    **knowledge date** hides what was recorded later.
    """

    @given(cases(most=8), st.sampled_from([*DAYS, dt.date(2026, 1, 1)]))
    @settings(max_examples=60)
    def test_what_was_recorded_after_the_knowledge_date_is_as_if_it_were_not(self, case, day):
        framework, papers = case
        hidden = [e for e in papers.entries if e.on > day]
        visible = papers.with_entries(e for e in papers.entries if e.on <= day)
        result = kd.assess(framework, papers.data(), on="2026-09-30", knowledge_date=day)
        assert standing(result) == standing(result_of(framework, visible))
        counted = [w.parameters["count"] for w in result.warnings if w.code == "KD403"]
        assert sum(counted) == len(set(hidden))


@pytest.mark.parametrize("side", SIDES)
def test_the_laws_above_see_findings_of_both_sides(side):
    """A guard of these tests: a record of each side bears on the result."""
    assert result_of(PLAIN, Papers((Entry(A, "met", DAYS[0], side),))).node(A).truth is MET
