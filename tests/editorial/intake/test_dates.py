"""The day of a meeting, in the ways that reports give it, and the days that are not its own."""

import pytest

from cooperation.editorial import intake

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]

# A Thursday.
PUBLISHED = "2024-03-14"
WHO = {
    "en": ("Minister of Health Teymur Musayev", "WHO Representative Hande Harmanci"),
    "az": ("səhiyyə naziri Teymur Musayev", "ÜST-nin nümayəndəsi Hande Harmancı"),
    "ru": ("министр здравоохранения Теймур Мусаев", "представителем ВОЗ Ханде Харманджи"),
}
REPORTS = [
    ("en", "On Monday, 11 March, {0} met {1}.", "2024-03-11"),
    ("en", "{0} met {1} on the 11th of March.", "2024-03-11"),
    ("en", "{0} met {1} last Thursday.", "2024-03-07"),
    ("en", "{0} met {1} three days ago.", "2024-03-11"),
    ("en", "{0} met {1} in late February.", "2024-02"),
    ("en", "{0} met {1} on 28 December.", "2023-12-28"),
    ("en", "{0} met {1} yesterday, two days before the forum on 15 March.", "2024-03-13"),
    ("en", "{0} met {1}. The plan will run until 31 December 2025.", None),
    ("en", "12 March 2024\n{0} met {1}.", None),
    ("en", "Baku, 12 March 2024 – {0} met {1} yesterday.", "2024-03-11"),
    ("en", "A week after the floods of 2 March, {0} met {1}.", None),
    ("en", "{0} met {1} on Wednesday last week.", "2024-03-06"),
    ("en", "{0} met {1} over the weekend.", "2024-03"),
    ("en", "{0} met {1} on Friday, the ministry said on Wednesday.", "2024-03-08"),
    ("en", "A meeting between {0} and {1} was held in February.", "2024-02"),
    ("en", "{0} met {1} on 12 March and recalled a visit of 5 March.", "2024-03-12"),
    ("en", "{0} met {1}. At the forum held in Ganja on 5 March vaccines were discussed at the meeting.", None),
    ("en", "12.03.2024\nOn March 11, {0} met {1}.", "2024-03-11"),
    ("en", "{0} met {1}.\nThe forum opened on 11 March; the meeting took place the following day.", "2024-03-12"),
    ("en", "A busy Tuesday at the ministry. In the morning {0} met {1}.", "2024-03-12"),
    ("en", "{0} met {1} this week.\nThe meeting of 12 March lasted an hour.", "2024-03-12"),
    ("en", "{0} met {1}. The law on vaccines was discussed at the meeting in 2021.", None),
    ("az", "Fevralda {0} {1} ilə görüşüb.", "2024-02"),
    ("az", "Martın 11-dən 13-dək {0} {1} ilə görüşüb.", "2024-03"),
    ("az", "{0} {1} ilə görüşüb.\nVideogörüş martın 12-də baş tutub.", "2024-03-12"),
    ("az", "Cari ilin mart ayının 12-də {0} {1} ilə görüşüb.", "2024-03-12"),
    ("az", "Həftənin ikinci günü, martın 12-də {0} {1} ilə görüşüb.", "2024-03-12"),
    ("az", "Ötən cümə günü {0} {1} ilə görüşüb.", "2024-03-08"),
    ("az", "Üç gün öncə {0} {1} ilə görüşüb.", "2024-03-11"),
    ("az", "Ayın 11-də {0} {1} ilə görüşüb.", "2024-03-11"),
    ("az", "{0} {1} ilə görüşüb.\nMartın 12-də keçirilən görüşdə vaksinlər müzakirə edilib.", "2024-03-12"),
    ("az", "Bu günlərdə {0} {1} ilə görüşüb.", None),
    ("ru", "12-го марта с.г. {0} встретился с {1}.", "2024-03-12"),
    ("ru", "В среду на прошлой неделе {0} встретился с {1}.", "2024-03-06"),
    ("ru", "Как сообщили в министерстве, 12 марта {0} встретился с {1}.", "2024-03-12"),
    ("ru", "12 марта {0} выступил на форуме.\nДнем ранее министр встретился с {1}.", "2024-03-11"),
    ("ru", "Баку. 14 марта. АЗЕРТАДЖ: {0} встретился с {1}.\nКак сообщили в Минздраве, встреча прошла накануне.",
     "2024-03-13"),
    ("ru", "В минувшую субботу {0} встретился с {1}.", "2024-03-09"),
    ("ru", "Накануне {0} встретился с {1}.", "2024-03-13"),
    ("ru", "Накануне Всемирного дня здоровья {0} встретился с {1}.", None),
    ("ru", "12 числа {0} встретился с {1}.", "2024-03-12"),
    ("ru", "Два дня назад {0} встретился с {1}.", "2024-03-12"),
    ("ru", "11–12 марта {0} встретился с {1}.", "2024-03"),
    ("ru", "{0} встретился с {1}.\nНа встрече, состоявшейся 12 марта, обсуждены вакцины.", "2024-03-12"),
    ("ru", "Баку, 12 марта, АЗЕРТАДЖ\n{0} встретился с {1}.", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "report", "day"), REPORTS, ids=[report[:40] for _, report, _ in REPORTS])
def test_the_day_of_a_meeting_is_the_one_that_is_told(known, language, report, day):
    text = "Talks\n" + report.format(*WHO[language])
    (meeting,) = intake.read(text, published=PUBLISHED, language=language, known=known).meetings
    assert (meeting.date.value if meeting.date.sure else None) == day


def test_without_a_day_of_publication_the_line_above_the_report_says_what_today_is(known):
    text = "Talks\nBaku, 12 March 2024 – Today {} met {}.".format(*WHO["en"])
    (meeting,) = intake.read(text, language="en", known=known).meetings
    assert meeting.date.value == "2024-03-12"
