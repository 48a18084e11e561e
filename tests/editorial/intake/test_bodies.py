"""What reports call bodies, and whose people they name."""

import json

import pytest
from django.conf import settings

from cooperation.editorial import intake
from cooperation.editorial.intake.words import words_of

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


# Whose people those are whose title does not say it; the number of people beside the minister.
BESIDE = [
    ("en", "Vera Lindqvist of UNDP met Minister of Economy Mikayil Jabbarov.", 1),
    ("en", "Vera Lindqvist (UNDP) met Minister of Economy Mikayil Jabbarov.", 1),
    ("en", "UNDP's Vera Lindqvist met Minister of Economy Mikayil Jabbarov.", 1),
    ("en", "Vera Lindqvist, who represents UNDP in Azerbaijan, met Minister of Economy Mikayil Jabbarov.", 1),
    ("en", "Ms. Vera Lindqvist, UNDP, met Minister of Economy Mikayil Jabbarov.", 1),
    ("en", "Vera Lindqvist, United Nations Development Programme Regional Director, met Minister of Economy Mikayil "
     "Jabbarov.", 1),
    ("en", "A UNDP mission led by Vera Lindqvist was received at the Ministry of Economy.", 1),
    ("en", "The UNDP resident representative was received by the Minister of Economy.", 0),
    ("az", "BMTİP-in Bakı ofisinə rəhbərlik edən Vera Lindqvist iqtisadiyyat naziri Mikayıl Cabbarovla görüşüb.", 1),
    ("az", "BMTİP-i təmsil edən Vera Lindqvist iqtisadiyyat naziri Mikayıl Cabbarovla görüşüb.", 1),
    ("az", "Vera Lindqvistin başçılıq etdiyi BMTİP nümayəndə heyəti İqtisadiyyat Nazirliyində qəbul olunub.", 1),
    ("az", "İqtisadiyyat Nazirliyinin nümayəndə heyəti BMTİP-in nümayəndəsi Vera Lindqvist ilə görüşüb.", 1),
    ("ru", "Вера Линдквист, возглавляющая офис ПРООН в Баку, встретилась с министром экономики Микаилом "
     "Джаббаровым.", 1),
    ("ru", "Вера Линдквист (ПРООН) встретилась с министром экономики Микаилом Джаббаровым.", 1),
    ("ru", "Миссия ПРООН, которую возглавляет Вера Линдквист, встретилась с министром экономики Микаилом "
     "Джаббаровым.", 1),
    ("ru", "Представляющая ПРООН Вера Линдквист побывала на приеме у министра экономики Микаила Джаббарова.", 1),
]  # fmt: skip


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


@pytest.mark.parametrize(("language", "text", "people"), BESIDE, ids=[text[:40] for _, text, _ in BESIDE])
def test_the_words_beside_a_name_tell_whose_it_is(known, language, text, people):
    (meeting,) = read(known, text, language)
    assert set(meeting.agencies) == {"ministry-of-economy", "undp"}
    assert sum(who.is_person and who.agency == "undp" for who in meeting.participants) == people


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_every_body_is_found_by_its_names_and_in_their_cases(known, language):
    missed = []
    for body in json.loads((settings.BASE_DIR / "fixtures" / "agencies.json").read_text("utf-8")):
        for form in forms_of(body, language):
            hits = known(language).find(words_of(f"a {form} a", language))
            missed += [form] * (body["slug"] not in {known(language).body_of(hit).value for hit in hits})
    assert missed == []


def forms_of(body, language):
    """The names of a body: Azerbaijani acronyms with an ending, as they stand in a sentence."""
    acronym = body.get(f"acronym_{language}") or body.get("acronym")
    yield body[f"name_{language}"]
    if acronym:
        yield f"{acronym}-nin" if language == "az" else acronym


def test_in_azerbaijani_the_last_of_bodies_in_a_row_sends_the_people_of_all(known):
    (meeting,) = read(
        known,
        "Səhiyyə naziri Teymur Musayev ÜST, UNICEF və UNFPA-nın yerli ofislərinin nümayəndələri ilə görüşüb.",
        "az",
    )
    assert meeting.agencies == ["ministry-of-health", "who", "unicef", "unfpa"]


def test_who_is_called_by_a_bare_post_is_the_one_named_with_it(known):
    (meeting,) = read(
        known,
        "Deputy Minister of Health Elsevar Aghayev visited Geneva.\n"
        "On 11 March the Deputy Minister met WHO Representative Vera Lindqvist. WHO specialist Jan Berg was present.",
        "en",
    )
    assert meeting.participants[0].agency == "ministry-of-health"
    assert meeting.participants[0].name == "Elsevar Aghayev"


def test_an_azerbaijani_name_is_given_as_the_text_has_it_without_an_ending(known):
    (meeting,) = read(
        known,
        "Səhiyyə naziri Teymur Musayev ÜST-nin nümayəndəsi Natali Bruvenı qəbul edib. Natali Bruven çıxış edib.",
        "az",
    )
    assert meeting.participants[1].name == "Natali Bruven"
