"""Which sentences begin another meeting, and which tell of none."""

import pytest

from cooperation.editorial import intake

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]

FIRST = {
    "en": "On 5 May, Foreign Minister Jeyhun Bayramov, who is in Geneva, met UN High Commissioner for Refugees "
    "Filippo Grandi.",
    "az": "Mayın 5-də Cenevrədə səfərdə olan xarici işlər naziri Ceyhun Bayramov BMT-nin qaçqınlar üzrə Ali Komissarı "
    "Filippo Qrandi ilə görüşüb.",
    "ru": "5 мая министр иностранных дел Джейхун Байрамов, находящийся в Женеве, встретился с Верховным комиссаром ООН "
    "по делам беженцев Филиппо Гранди.",
}
ANOTHER = [
    ("en", "Later in the day, Bayramov held talks with IOM Director General Amy Pope."),
    ("en", "In a separate meeting, the minister and IOM Director General Amy Pope discussed migration."),
    ("en", "During his meeting with IOM Director General Amy Pope, the minister spoke of migration."),
    ("az", "Səfər çərçivəsində C.Bayramov BMqT-nin baş direktoru Emi Poup ilə də görüşüb."),
    ("az", "Mayın 6-da Ceyhun Bayramov BMqT-nin baş direktoru Emi Poup tərəfindən qəbul edilib."),
    ("ru", "Кроме того, состоялась встреча с генеральным директором МОМ Эми Поуп."),
    ("ru", "С генеральным директором МОМ Эми Поуп министр обсудил вопросы миграции."),
]
THE_SAME = [
    ("en", "IOM Director General Amy Pope also attended the meeting."),
    ("en", "The minister recalled his meeting with IOM Director General Amy Pope in April."),
    ("az", "Görüşdə BMqT-nin baş direktoru Emi Poup da iştirak edib."),
    ("az", "Xatırladaq ki, nazir mayın 3-də Emi Poup ilə görüşüb."),
    ("az", "Görüşün sonunda UNICEF-in nümayəndəsi Saca Faruq Abdulla hesabatı nazirə təqdim edib."),
    ("ru", "Министр рассказал о встрече с генеральным директором МОМ Эми Поуп."),
    ("ru", "Как сообщалось, на прошлой неделе министр принял представителя УВКБ ООН Гвидо Амброзо."),
    ("ru", "Во встрече участвовала также генеральный директор МОМ Эми Поуп."),
    ("ru", "На встрече обсуждены итоги визита в Баку генерального директора МОМ Эми Поуп."),
]
WITH_WHO = [
    ("en", "{0} received {1}, who will visit Ganja on 20 May."),
    ("en", "{0} spoke via videoconference with {1}.\n{1} welcomed this and asked about laboratories."),
    ("ru", "Баку. 6 мая. Report.ru: {0} встретился с {1}.\nКак сообщили в Минздраве, встреча прошла накануне.\n"
     "Х. Харманджи заявила, что организация готова помочь."),
    ("ru", "{0} принял {1}.\nПоздравив собеседницу, Т. Мусаев рассказал о вакцинации."),
]  # fmt: skip
WHO = {
    "en": ("Minister of Health Teymur Musayev", "WHO Representative Hande Harmanci"),
    "ru": ("Министр здравоохранения Теймур Мусаев", "представителя ВОЗ Ханде Харманджи"),
}
TWO = [
    ("en", "On 5 May Foreign Minister Jeyhun Bayramov met with UN High Commissioner for Refugees Filippo Grandi, and "
     "then with IOM Director General Amy Pope."),
    ("az", "Mayın 5-də xarici işlər naziri Ceyhun Bayramov əvvəlcə BMT-nin qaçqınlar üzrə Ali Komissarı Filippo "
     "Qrandi ilə, ardınca isə BMqT-nin baş direktoru Emi Poup ilə görüşüb."),
    ("ru", "Министр иностранных дел Джейхун Байрамов 5 мая встретился с Верховным комиссаром ООН по делам беженцев "
     "Филиппо Гранди, а 6 мая – с генеральным директором МОМ Эми Поуп."),
]  # fmt: skip
NONE = [
    ("en", "Minister of Health Teymur Musayev received equipment from UNICEF. WHO Representative Vera Lindqvist "
     "thanked him."),
    ("az", "BMT-nin Baş katibi Antonio Quterreş Ermənistanın baş naziri Nikol Paşinyanla görüşüb. Azərbaycan XİN buna "
     "münasibət bildirib."),
    ("az", "Milli Məclis konvensiyanı qəbul edib. UNICEF-in nümayəndəsi Vera Lindqvist bunu alqışlayıb."),
    ("ru", "12 июля министр иностранных дел Джейхун Байрамов встретился с президентом МККК Мирьяной Сполярич-Эггер."),
    ("en", "Health Minister Teymur Musayev and WHO Regional Director Hans Kluge spoke at a webinar on vaccines."),
    ("en", "Culture Minister Adil Karimli and UNESCO Director-General Audrey Azoulay attended the launch of a book."),
    ("az", "Konfransda xarici işlər naziri Ceyhun Bayramov və BMT-nin rezident əlaqələndiricisi Vladanka Andreeva "
     "çıxış edib."),
    ("ru", "Министр здравоохранения Теймур Мусаев принял посла Японии Кацуя Ватанабэ. Обсуждены проекты с ПРООН."),
    ("ru", "Министр иностранных дел Джейхун Байрамов встретился с Генеральным секретарем Организации тюркских "
     "государств Кубанычбеком Омуралиевым."),
]  # fmt: skip


def read(known, text, language):
    return intake.read(f"Talks\n{text}", published="2024-05-07", language=language, known=known)


def following(known, language, sentence):
    return read(known, f"{FIRST[language]}\n{sentence}", language).meetings


@pytest.mark.parametrize(("language", "sentence"), ANOTHER, ids=[sentence for _, sentence in ANOTHER])
def test_another_meeting_begins_with_somebody_new(known, language, sentence):
    assert [each.agencies for each in following(known, language, sentence)] == [
        ["ministry-of-foreign-affairs", "unhcr"],
        ["ministry-of-foreign-affairs", "iom"],
    ]


@pytest.mark.parametrize(("language", "sentence"), THE_SAME, ids=[sentence for _, sentence in THE_SAME])
def test_who_also_came_or_is_spoken_of_begins_none(known, language, sentence):
    assert len(following(known, language, sentence)) == 1


@pytest.mark.parametrize(("language", "text"), WITH_WHO, ids=[text[:30] for _, text in WITH_WHO])
def test_what_stands_beside_a_meeting_makes_it_no_other(known, language, text):
    (meeting,) = read(known, text.format(*WHO[language]), language).meetings
    assert meeting.agencies == ["ministry-of-health", "who"]


@pytest.mark.parametrize(("language", "sentence"), TWO, ids=[language for language, _ in TWO])
def test_one_sentence_may_tell_of_two(known, language, sentence):
    found = read(known, sentence, language)
    assert [each.agencies for each in found.meetings] == [
        ["ministry-of-foreign-affairs", "unhcr"],
        ["ministry-of-foreign-affairs", "iom"],
    ]


def test_who_attended_several_sat_in_each(known):
    text = (
        "Foreign Minister Jeyhun Bayramov held a series of meetings in Geneva.\n"
        "On 5 May the minister met UN High Commissioner for Refugees Filippo Grandi.\n"
        "On 6 May he met IOM Director General Amy Pope.\n"
        "Deputy Minister of Foreign Affairs Elnur Mammadov attended both meetings."
    )
    found = read(known, text, "en").meetings
    officials = [{who.official for who in each.participants if who.side == "azerbaijan"} for each in found]
    assert officials == [{"jeyhun-bayramov", "elnur-mammadov"}] * 2


@pytest.mark.parametrize(("language", "sentence"), NONE, ids=[sentence for _, sentence in NONE])
def test_a_gathering_or_a_third_state_makes_no_meeting(known, language, sentence):
    assert not read(known, sentence, language).found
