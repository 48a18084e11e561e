import pytest
from django.utils import translation

from cooperation.models import PartialDate
from cooperation.record.public import Period, Text
from cooperation.templatetags.record import partial_date, period, short_address, text


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-11-11", "2024-11-22", "11–22 November 2024"),
        ("2013-05-29", "2013-06-01", "29 May – 1 June 2013"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-01-11", "2024-01-11", "11 January 2024"),
        ("2024-01", "2024-01-12", "January 2024 – 12 January 2024"),
        ("2021", "2025", "2021 – 2025"),
        ("2021", None, "from 2021"),
        (None, "2025-03", "until March 2025"),
        (None, None, "dates not known"),
    ],
)
def test_a_period_says_no_more_than_is_known(start, end, shown):
    dates = [PartialDate(date) if date else None for date in (start, end)]
    assert period(Period(*dates)) == shown


@pytest.mark.parametrize(
    ("date", "shown"), [("2024", "2024"), ("2024-01", "January 2024"), ("2024-01-11", "11 January 2024")]
)
def test_a_date_is_as_precise_as_it_is(date, shown):
    assert partial_date(PartialDate(date)) == shown


def test_an_unknown_date_is_nothing():
    assert partial_date(None) == ""


def test_a_text_in_another_language_says_which():
    assert text(Text("Mines", "en")) == "Mines"
    with translation.override("az"):
        assert text(Text("<Mines>", "en")) == '<span lang="en">&lt;Mines&gt;</span>'
        assert text(Text("Minalar", "az")) == "Minalar"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.news.example/report/", "news.example/report"),
        ("http://news.example/?id=1", "news.example/?id=1"),
        ("https://news.example/" + "a" * 60 + "/the-end.html", "news.example/" + "a" * 30 + "…the-end.html"),
    ],
)
def test_an_address_is_short_on_paper(url, shown):
    assert short_address(url) == shown
