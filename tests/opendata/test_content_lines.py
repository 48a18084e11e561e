"""Content lines are those that the library writes."""

import datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from cooperation.opendata import content_lines
from cooperation.opendata.characters import clean

# What is escaped, what may not be cut, letters of one to four octets, and line breaks.
LETTERS = st.sampled_from("aN \\^;,:\"'əИ“😀") | st.sampled_from(["\n", "\r\n", "\\N", "\\n", "word "])
TEXTS = st.lists(LETTERS | st.characters(codec="utf-8"), max_size=200).map("".join).map(clean)
TIMES = st.datetimes(timezones=st.just(datetime.UTC), min_value=datetime.datetime(1900, 1, 1))


@given(TEXTS)
def test_a_text_is_escaped_and_folded_as_the_library_does(value):
    event = icalendar.Event()
    event.add("description", value, parameters={"LANGUAGE": "az"})
    event.add("location", value)
    lines = [content_lines.text("DESCRIPTION", value, "az"), content_lines.text("LOCATION", value)]
    assert content_lines.component("VEVENT", lines) == event.to_ical()


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_texts_stand_side_by_side_as_the_library_has_them(values):
    event = icalendar.Event()
    event.add("categories", values, parameters={"LANGUAGE": "ru"})
    assert content_lines.component("VEVENT", [content_lines.texts("CATEGORIES", values, "ru")]) == event.to_ical()


@given(TIMES, st.timedeltas(min_value=datetime.timedelta(hours=-12), max_value=datetime.timedelta(hours=12)))
def test_days_and_moments_are_written_as_the_library_does(time, offset):
    event = icalendar.Event()
    event.add("dtstart", time.date())
    event.add("dtstamp", time)
    elsewhere = datetime.timezone(datetime.timedelta(minutes=offset // datetime.timedelta(minutes=1)))
    lines = [content_lines.day("DTSTART", time.date())]
    if datetime.datetime(1901, 1, 1, tzinfo=datetime.UTC) < time < datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC):
        time = time.astimezone(elsewhere)
    lines.append(content_lines.moment("DTSTAMP", time))
    assert content_lines.component("VEVENT", lines) == event.to_ical()
