"""How long ago a date was, at the edges of what is known of it."""

import datetime

import pytest

from cooperation.models import PartialDate
from cooperation.record.silence import months_since, years_before

AT = datetime.date(2024, 11, 15)


@pytest.mark.parametrize(
    ("date", "months"), [("2023-03-14", 20), ("2023-03-15", 20), ("2023-03-16", 19), ("2024-10-15", 1),
                         ("2024-10-16", 0), ("2024-11-15", 0), ("2024-11-16", -1), ("2024-12-15", -1)]
)  # fmt: skip
def test_from_a_day_whole_months_are_counted(date, months):
    assert months_since(PartialDate(date), AT) == months


def test_a_month_is_whole_only_when_its_day_has_come():
    assert months_since(PartialDate("2024-01-31"), datetime.date(2024, 2, 29)) == 0
    assert months_since(PartialDate("2024-01-31"), datetime.date(2024, 3, 31)) == 2
    assert months_since(PartialDate("2024-02-29"), datetime.date(2025, 2, 28)) == 11


@pytest.mark.parametrize("day", [1, 15, 30])
@pytest.mark.parametrize(("date", "months"), [("2023-03", 20), ("2024-10", 1), ("2024-11", 0), ("2025-01", -2)])
def test_without_a_day_months_are_those_of_the_calendar(date, months, day):
    assert months_since(PartialDate(date), AT.replace(day=day)) == months


@pytest.mark.parametrize("date", ["2019", "2024", "2025"])
def test_a_year_alone_is_not_told_in_months(date):
    assert months_since(PartialDate(date), AT) is None


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [("2024-02-29", 1, "2023-02-28"), ("2028-02-29", 4, "2024-02-28"), ("2024-02-28", 1, "2023-02-28"),
     ("2024-11-30", 2, "2022-11-30"), ("2024-12-31", 1, "2023-12-31")],
)  # fmt: skip
def test_a_year_before_is_the_same_day(day, years, before):
    assert years_before(datetime.date.fromisoformat(day), years).isoformat() == before
