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
NONE = [
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


@pytest.mark.parametrize(("language", "sentence"), NONE, ids=[sentence for _, sentence in NONE])
def test_a_gathering_or_a_third_state_makes_no_meeting(known, language, sentence):
    assert not read(known, sentence, language).found
