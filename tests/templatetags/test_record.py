import pytest
from django.template import Context, RequestContext, Template
from django.utils import translation
from django.utils.safestring import SafeString

from cooperation.models import PartialDate
from cooperation.record.public import Link, Period, Text
from cooperation.templatetags.record import holds, inside_quotes, partial_date, period, says, short_address, text


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-11-11", "2024-11-22", "11–22 November 2024"),
        ("2013-05-29", "2013-06-01", "29 May – 1 June 2013"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-01-11", "2024-01-11", "11 January 2024"),
        ("2024-01", "2024-01-12", "January – 12 January 2024"),
        ("2024-03", "2024-06", "March – June 2024"),
        ("2024-03-01", "2024", "1 March 2024 – 2024"),
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
    assert text(Context(), Text("Mines", "en")) == "Mines"
    with translation.override("az"):
        assert text(Context(), Text("<Mines>", "en")) == '<span lang="en">&lt;Mines&gt;</span>'
        assert text(Context(), Text("Minalar", "az")) == "Minalar"


@pytest.mark.parametrize(
    ("written", "shown"), [("13-cü sessiya", "13\u2011cü sessiya"), ("2016-2020", "2016-2020"), ("UNEA-6", "UNEA-6")]
)
def test_no_line_breaks_within_an_ordinal(written, shown):
    assert text(Context(), written) == shown


NOTE = "Bu səhifədəki bəzi mətnlər"


@pytest.mark.parametrize(
    ("value", "is_noted"),
    [
        (Text("Mines", "en"), True),
        (Text("Minalar", "az"), False),
        (Text("Jane Doe", "en", is_name=True), False),
        (Text("", "en"), False),
    ],
)
def test_a_page_notes_that_a_text_fell_back_to_english(rf, value, is_noted):
    page = Template("{% load record %}{% untranslated_noted %}<p>{% text value %}</p>{% enduntranslated_noted %}")
    with translation.override("az"):
        shown = page.render(RequestContext(rf.get("/az/"), {"value": value}))
    assert (NOTE in shown) is is_noted
    assert shown.index("untranslated") < shown.index("<p>" if not is_noted else str(value))


@pytest.mark.parametrize(
    ("values", "noted"),
    [
        ([Text("Mines", "en")], ""),
        ([Text("Minalar", "az")], "shown in another language"),
        ([Text("Mines", "en"), Text("Мины", "ru")], "shown in another language"),
    ],
)
def test_an_english_page_notes_that_a_text_is_in_another_language(rf, values, noted):
    page = Template(
        "{% load record %}{% untranslated_noted %}{% for each in values %}{% text each %}{% endfor %}"
        "{% enduntranslated_noted %}"
    )
    shown = page.render(RequestContext(rf.get("/"), {"values": values}))
    assert ("not translated" in shown, noted in shown) == (bool(noted), True)
    foreign = [value for value in values if value.language != "en"]
    assert all(f'<span lang="{value.language}">{value}</span>' in shown for value in foreign)


def test_a_page_in_azerbaijani_tells_english_from_any_other_language(rf):
    page = Template(
        "{% load record %}{% untranslated_noted %}{% for each in values %}{% text each %}{% endfor %}"
        "{% enduntranslated_noted %}"
    )
    notes = []
    with translation.override("az"):
        for values in ([Text("Mines", "en")], [Text("Mines", "en"), Text("Мины", "ru")]):
            notes.append(page.render(RequestContext(rf.get("/az/"), {"values": values})).partition("</div>")[0])
    assert ["ingilis" in note for note in notes] == [True, False]


def test_a_title_within_quotation_marks_has_the_inner_ones():
    assert inside_quotes(Text("Проект «Школа»", "ru")) == "Проект „Школа“"
    assert inside_quotes("The “School” project") == "The ‘School’ project"


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


@pytest.mark.parametrize(
    ("first", "last", "is_held"),
    [
        ("2024", "2024-05-01", True),
        ("2024-01", "2024-01-11", True),
        ("2024-01", "2024-01", True),
        ("2024-01", "2024-02", False),
        ("2023", "2024-01", False),
    ],
)
def test_a_date_holds_those_within_it(first, last, is_held):
    assert holds(PartialDate(first), PartialDate(last)) is is_held


@pytest.mark.parametrize(
    ("title", "is_said"),
    [
        ("Administrator of UNDP", True),
        ("Head, United Nations Development Programme", True),
        ("Head of the UNDPO", False),
        ("Administrator", False),
    ],
)
def test_a_title_says_its_body_or_not(title, is_said):
    undp = Link("agencies", "undp", Text("United Nations Development Programme", "en"), Text("UNDP", "en"))
    assert says(title, undp) is is_said


def rendered(source, **values):
    return Template("{% load record %}" + source).render(Context(values)).strip()


def test_a_kept_part_is_that_of_its_values_and_its_language():
    source = '{% kept "browse/_search_label.html" noun=noun %}'
    nouns, shown = ("topics", "events", "topics"), ["Search topics", "Search events", "Search topics"]
    assert [rendered(source, noun=noun) for noun in nouns] == shown
    with translation.override("ru"):
        assert rendered(source, noun="events") == translation.gettext("Search events") != "Search events"
    assert rendered(source, noun="events") == "Search events"


def test_a_kept_part_sees_nothing_but_its_values():
    assert "aria-current" not in rendered('{% kept "_nav.html" %}', section="meetings")
    assert "aria-current" in rendered('{% kept "_nav.html" section=section %}', section="meetings")


@pytest.mark.parametrize("first", [SafeString, str])
def test_a_kept_part_escapes_what_is_not_safe_though_another_was(first):
    label = f"<b>{first.__name__}</b>"
    source = '{% kept "browse/_copy.html" label=label %}'
    for kind in (first, str, SafeString):
        shown = label if kind is SafeString else f"&lt;b&gt;{first.__name__}&lt;/b&gt;"
        assert f">{shown}</button>" in rendered(source, label=kind(label))
