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
    ("az", "Cari ilin mart ayının 12-də {0} {1} ilə görüşüb.", "2024-03-12"),
    ("az", "Həftənin ikinci günü, martın 12-də {0} {1} ilə görüşüb.", "2024-03-12"),
    ("az", "Ötən cümə günü {0} {1} ilə görüşüb.", "2024-03-08"),
    ("az", "Üç gün öncə {0} {1} ilə görüşüb.", "2024-03-11"),
    ("az", "Ayın 11-də {0} {1} ilə görüşüb.", "2024-03-11"),
    ("az", "{0} {1} ilə görüşüb.\nMartın 12-də keçirilən görüşdə vaksinlər müzakirə edilib.", "2024-03-12"),
    ("az", "Bu günlərdə {0} {1} ilə görüşüb.", None),
    ("ru", "12-го марта с.г. {0} встретился с {1}.", "2024-03-12"),
    ("ru", "В минувшую субботу {0} встретился с {1}.", "2024-03-09"),
    ("ru", "Накануне {0} встретился с {1}.", "2024-03-13"),
    ("ru", "Накануне Всемирного дня здоровья {0} встретился с {1}.", None),
    ("ru", "12 числа {0} встретился с {1}.", "2024-03-12"),
    ("ru", "Два дня назад {0} встретился с {1}.", "2024-03-12"),
    ("ru", "11–12 марта {0} встретился с {1}.", "2024-03"),
    ("ru", "{0} встретился с {1}.\nНа встрече, состоявшейся 12 марта, обсуждены вакцины.", "2024-03-12"),
    ("ru", "Баку, 12 марта, АЗЕРТАДЖ\n{0} встретился с {1}.", None),
]


@pytest.mark.parametrize(("language", "report", "day"), REPORTS, ids=[report[:40] for _, report, _ in REPORTS])
def test_the_day_of_a_meeting_is_the_one_that_is_told(known, language, report, day):
    text = "Talks\n" + report.format(*WHO[language])
    (meeting,) = intake.read(text, published=PUBLISHED, language=language, known=known).meetings
    assert (meeting.date.value if meeting.date.sure else None) == day


def test_without_a_day_of_publication_the_line_above_the_report_says_what_today_is(known):
    text = "Talks\nBaku, 12 March 2024 – Today {} met {}.".format(*WHO["en"])
    (meeting,) = intake.read(text, language="en", known=known).meetings
    assert meeting.date.value == "2024-03-12"
