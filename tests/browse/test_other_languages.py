"""What was said and undertaken in another language than the page's stands there all the same, marked as what it is."""

import feedparser
import pytest

from cooperation.editorial.proposals import publish_change
from cooperation.models import Correction
from cooperation.record.snapshots import Snapshot, take
from tests import factories as make
from tests.once import once
from tests.opendata.reading import content, rows_of_csv

pytestmark = pytest.mark.django_db

SAID, PROMISED, WRONG = "Minalar haqqında danışdı.", "ANAMA təlimçi göndərəcək.", "Дата была неверна."
AZERBAIJANI = '<span lang="az">{}</span>'
NOTE = "not translated yet and are shown in another language"


@once
def meeting():
    unicef, anama = make.make_agency("UNICEF", acronym_en="UNICEF"), make.make_body("ANAMA", acronym_en="ANAMA")
    topic = make.make_topic("Mines")
    meeting = make.make_meeting("They met", agencies=[unicef, anama], topics=[topic], slug="they-met")
    point = make.make_point(meeting, text_en=None, text_az=SAID, kind="agreed")
    make.make_commitment(point, anama, text_en=None, text_az=PROMISED, made_to=unicef, slug="promised")
    Correction.objects.create(text_ru=WRONG, meeting=meeting)
    return meeting


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/meetings/they-met/", [SAID, PROMISED]),
        ("/commitments/promised/", [SAID, PROMISED]),
        ("/commitments/", [PROMISED]),
        ("/agencies/anama/", [PROMISED]),
        ("/search/?q=təlimçi", [PROMISED]),
        ("/agencies/unicef/briefing/", [SAID, PROMISED]),
        ("/briefing/?body=anama", [SAID, PROMISED]),
    ],
)
def test_an_english_page_shows_and_marks_it(client, meeting, path, texts):
    shown = page(client, path)
    assert [text for text in texts if AZERBAIJANI.format(text) not in shown] == []
    assert NOTE in shown


def test_a_page_in_its_language_does_not_mark_it(client, meeting):
    shown = page(client, "/az/commitments/promised/")
    assert PROMISED in shown
    assert AZERBAIJANI.format(PROMISED) not in shown


def test_a_page_in_a_third_language_marks_it(client, meeting):
    assert AZERBAIJANI.format(PROMISED) in page(client, "/ru/commitments/promised/")


def test_a_correction_is_marked_too(client, meeting):
    for path in ("/meetings/they-met/", "/about/corrections/"):
        assert f'<span lang="ru">{WRONG}</span>' in page(client, path)


def test_the_title_of_the_page_is_the_text(client, meeting):
    assert f"<title>{PROMISED} – " in page(client, "/commitments/promised/")


def test_the_english_text_that_comes_later_is_told_from_it_in_the_history(client, meeting, admin_user):
    taken = take(meeting)
    points = [taken.data["points"][0] | {"text_en": "He spoke of mines."}]
    publish_change(meeting, Snapshot("meetings", taken.data | {"points": points}, taken.names), by=admin_user)
    assert AZERBAIJANI.format(SAID) in page(client, "/meetings/they-met/history/1/")
    shown = page(client, "/meetings/they-met/history/")
    assert '<del><span lang="az">Minalar' in shown
    assert "<ins>He" in shown


def test_the_data_hold_it_in_its_own_language(client, meeting):
    found = client.get("/api/v1/meetings/they-met/").json()
    assert [each["text"] for each in found["points"]] == [{"az": SAID}]
    assert [each["text"] for each in found["commitments"]] == [{"az": PROMISED}]
    row = rows_of_csv(content(client.get("/commitments.csv")))[0]
    assert [row[f"text_{language}"] for language in ("en", "az", "ru")] == ["", PROMISED, ""]
    assert f'"text":{{"az":"{PROMISED}"}}' in content(client.get("/commitments.ndjson")).decode()


def test_the_feed_says_in_which_language_its_title_is(client, meeting):
    answer = client.get("/commitments.atom")
    assert f'<title xml:lang="az">{PROMISED}</title>' in answer.content.decode()
    assert [each.title for each in feedparser.parse(answer.content).entries] == [PROMISED]
    assert PROMISED in page(client, "/commitments/promised/").partition("application/ld+json")[2]


@pytest.mark.parametrize("language", ["az", "ru"])
def test_a_summary_in_one_language_alone_is_shown_in_all(client, language):
    make.make_meeting("Talks", slug="talks", **{f"summary_{language}": "Су"})
    shown = page(client, "/meetings/talks/")
    assert f'<span lang="{language}">Су</span>' in shown
    assert NOTE in shown


def test_an_entry_of_the_timeline_brings_its_note_each_time(client, meeting):
    seat = meeting.participations.get(order=1)
    seat.reported_name, seat.reported_title_ru = "Ann Other", "представитель"
    seat.save()
    for _ in range(2):
        shown = page(client, "/meetings/")
        assert '<span lang="ru">представитель</span>' in shown
        assert NOTE in shown
