"""What reports call bodies, and whose people they name."""

import pytest

from cooperation.editorial import intake

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]

TITLES = [
    ("en", "UN Refugee Agency chief", "unhcr"),
    ("en", "UN Development Program representative", "undp"),
    ("en", "Executive Secretary of the UN Economic Commission for Europe", "unece"),
    ("en", "Under-Secretary-General for Political Affairs", "un"),
    ("en", "Under-Secretary-General of NATO", None),
    ("az", "BMTQAK-ın nümayəndəsi", "unhcr"),
    ("az", "BMT-nin Ətraf Mühit üzrə Proqramının direktoru", "unep"),
    ("az", "BMT-nin Azərbaycandakı daimi əlaqələndiricisi", "unrco"),
    ("ru", "глава Верховного комиссариата ООН по делам беженцев", "unhcr"),
    ("ru", "резидент-координатор ООН", "unrco"),
    ("ru", "директор Организации ООН по вопросам образования, науки и культуры", "unesco"),
]
SEEN = {"en": "Minister of Health Teymur Musayev met {} Vera Lindqvist.",
        "az": "Səhiyyə naziri Teymur Musayev {} Vera Lindqvist ilə görüşüb.",
        "ru": "Министр здравоохранения Теймур Мусаев встретился, присутствовал {} Вера Линдквист."}  # fmt: skip


def read(known, text, language):
    reading = intake.read(f"Talks\n{text}", published="2024-03-14", language=language, known=known)
    return reading.meetings if reading.found else ()


@pytest.mark.parametrize(("language", "title", "agency"), TITLES, ids=[title for _, title, _ in TITLES])
def test_a_title_tells_whose_it_is(known, language, title, agency):
    meetings = read(known, SEEN[language].format(title), language)
    assert [who.agency for each in meetings for who in each.participants[1:]] == [agency] * bool(agency)


def test_a_body_called_by_its_kind_is_the_one_named_before(known):
    (meeting,) = read(
        known,
        "В Вене на сессии МАГАТЭ министр энергетики Парвиз Шахбазов встретился с директором Агентства Рафаэлем Гросси. "
        "Присутствовал заместитель министра Кямал Расулов.",
        "ru",
    )
    assert [who.agency for who in meeting.participants] == ["ministry-of-energy", "iaea", "ministry-of-energy"]


def test_whom_another_state_sent_meets_nobody_of_the_record(known):
    text = (
        "On 12 March Foreign Minister Jeyhun Bayramov met UN High Commissioner for Refugees Filippo Grandi in Geneva.\n"
        "The following day he met the Foreign Minister of Iceland, Thordis Gylfadottir.\n"
        "The next day Jeyhun Bayramov met Amy Pope, Director General of the International Organization for Migration."
    )
    meetings = read(known, text, "en")
    assert [[who.agency for who in each.participants] for each in meetings] == [
        ["ministry-of-foreign-affairs", "unhcr"],
        ["ministry-of-foreign-affairs", "iom"],
    ]
    assert [each.date.value for each in meetings] == ["2024-03-12", "2024-03-14"]


def test_bodies_in_a_row_send_their_people_together(known):
    (meeting,) = read(
        known,
        "Minister of Health Teymur Musayev met representatives of UNICEF, UNFPA and the World Health Organization.",
        "en",
    )
    assert meeting.agencies == ["ministry-of-health", "unicef", "unfpa", "who"]
