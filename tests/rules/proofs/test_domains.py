import pytest

from kiemdinh.rules import MET, UNMET, Interval
from kiemdinh.rules.proofs.domains import FiniteDomain, IntervalDomain


def ends(domain):
    return None if domain is None else (domain.interval.low, domain.interval.high)


class TestFiniteDomains:
    @pytest.mark.parametrize(
        ("op", "number", "wanted", "left"),
        [
            (">=", 3, MET, (3, 7)),
            (">", 3, MET, (5, 7)),
            (">=", 3, UNMET, (1, 1)),
            ("==", 5, MET, (5, 5)),
            ("==", 4, MET, None),
            ("==", 1, UNMET, (3, 7)),
            ("==", 3, UNMET, (1, 7)),
            ("<", 1, MET, None),
        ],
    )
    def test_leave_out_what_does_not_fit_at_both_ends(self, op, number, wanted, left):
        assert ends(FiniteDomain.of((1, 3, 5, 7)).restrict_by(op, number, wanted)) == left

    def test_are_halved_the_wanted_side_first(self):
        domain = FiniteDomain.of((1, 3, 5))
        assert [ends(half) for half in domain.list_subdomains(True)] == [(5, 5), (1, 3)]
        assert [ends(half) for half in domain.list_subdomains(False)] == [(1, 3), (5, 5)]


class TestIntervalDomains:
    @pytest.mark.parametrize(
        ("op", "number", "wanted", "left"),
        [
            (">=", 3, MET, (3, 10)),
            (">", 3, MET, (3, 10)),
            (">=", 3, UNMET, (0, 3)),
            ("<=", 3, MET, (0, 3)),
            ("==", 3, MET, (3, 3)),
            ("==", 11, MET, None),
            ("==", 3, UNMET, (0, 10)),
            ("<", -1, MET, None),
        ],
    )
    def test_are_cut_off_at_the_number_which_stays(self, op, number, wanted, left):
        assert ends(IntervalDomain(Interval(0, 10)).restrict_by(op, number, wanted)) == left

    def test_try_ends_once_and_then_halve(self):
        domain = IntervalDomain(Interval(0, 10))
        first = domain.list_subdomains(True)
        assert [ends(part) for part in first] == [(10, 10), (5, 5), (0, 0), (5, 10), (0, 5)]
        assert [ends(part) for part in first[3].list_subdomains(False)] == [
            (7.5, 7.5),
            (5, 7.5),
            (7.5, 10),
        ]

    @pytest.mark.parametrize(
        ("interval", "cut"),
        [(Interval(0, None), 1), (Interval(3, None), 6), (Interval(None, 0), -1), (Interval(None, -4), -8)],
    )
    def test_go_twice_as_far_out_where_there_is_no_end(self, interval, cut):
        assert (cut, cut) in [ends(part) for part in IntervalDomain(interval).list_subdomains(True)]

    def test_try_zero_first_where_there_is_no_end_at_all(self):
        assert ends(IntervalDomain(Interval(None, None)).list_subdomains(True)[0]) == (0, 0)

    def test_are_divided_at_the_middle_cut_inside(self):
        domain = IntervalDomain(Interval(0, 10), cuts=(-1, 2, 4, 9, 12), fresh=False)
        assert [ends(part) for part in domain.list_subdomains(True)] == [(4, 4), (4, 10), (0, 4)]
