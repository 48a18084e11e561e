import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from cooperation.models import Meeting, PartialDate, Program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2024", "year", "2024-01-01", "2024-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2023-02", "month", "2023-02-01", "2023-02-28"),
        ("2024-12", "month", "2024-12-01", "2024-12-31"),
        ("2024-01-11", "day", "2024-01-11", "2024-01-11"),
    ],
)
def test_partial_date_spans_its_days(text, precision, earliest, latest):
    date = PartialDate(text)
    assert (date.precision, str(date.earliest), str(date.latest)) == (precision, earliest, latest)

    meeting = Meeting.objects.create(title_en="A meeting", date=text)
    meeting.refresh_from_db()
    assert (str(meeting.date_earliest), str(meeting.date_latest)) == (earliest, latest)
    assert meeting.date == text
    assert isinstance(meeting.date, PartialDate)


BAD_DATES = [
    "",
    " ",
    "20244",
    "0000",
    "1899",
    "2200",
    "2024-13",
    "2024-00",
    "2024-1",
    "2024-02-30",
    "2023-02-29",
    "2024-01-11T10:00",
    "２０２４",
    "٢٠٢٤",
    "2024-01-11\n",
    "24",
    "-2024",
    "2024-",
    "2024/01/11",
    "x" * 10_000,
    "2024\0",
]


@pytest.mark.parametrize("text", BAD_DATES)
def test_partial_date_refuses_nonsense(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate(text)


@pytest.mark.parametrize("text", ["20244", "0000", "2024-13", "2024-1", "2024-01-32", "abcd", "２０２４"])
def test_the_database_refuses_what_python_was_not_asked_about(text):
    meeting = Meeting.objects.create(title_en="A meeting", date="2024")
    # PostgreSQL may refuse in the derived column before it comes to the check.
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE cooperation_meeting SET date = %s WHERE id = %s", [text[:10], meeting.pk])


def test_full_clean_names_the_field():
    with pytest.raises(ValidationError) as caught:
        Meeting(title_en="A meeting", date="2024-02-30").full_clean()
    assert caught.value.message_dict["date"] == ["There is no such day in the calendar."]


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("2024", "2024-03", True),
        ("2024-03", "2024", True),
        ("2024-03", "2024-02-28", False),
        (None, "2020", True),
        ("2020", None, True),
        ("2021", "2020", False),
    ],
)
def test_an_end_is_right_when_it_may_follow_the_start(start, end, holds):
    program = Program(name_en="A program", name="A program", start=start, end=end)
    if holds:
        program.full_clean()
        program.save()
        return
    with pytest.raises(ValidationError, match="before the start"):
        program.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        program.save()


@pytest.mark.parametrize("day", ["2026-02-30", "2023-02-29", "2024-04-31"])
def test_the_database_knows_the_calendar(day):
    meeting = Meeting.objects.create(title_en="A meeting", date="2024")
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE cooperation_meeting SET date = %s WHERE id = %s", [day, meeting.pk])
