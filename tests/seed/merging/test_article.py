import pytest

from .small_material import REPORT, three

SLUG = "2024-01-11-minister-meets-director"


@pytest.fixture
def article(material):
    material.curation["article"] |= {
        "participants": [
            {
                "number": number,
                "official": name,
                "agency": body,
                "role": role,
                "reported_name": reported,
                "reported_title": title,
            }
            for number, name, body, role, reported, title in (
                (1, "Anar Aliyev", "Ministry", "host", "Anar Əliyev", "Minister"),
                (2, "Jane Doe", "FUND", "guest", "Jane Doe", "Regional Director"),
            )
        ],
        "topics": ["awareness", "mines"],
        "programs": ["Risk education"],
        "programs_note": "The article names none.",
        "events": [{"event": "COP", "relation": "sidelines"}],
        "points": [
            {
                "number": 1,
                "raised_by": 1,
                "kind": "informed",
                **three("He told her about mines.", "text"),
                "topics": ["mines"],
                "programs": ["Risk education"],
                "paragraph": 3,
            }
        ],
        "commitments": [
            {
                "key": "2024-01-11-clear",
                "point": 1,
                **three("To clear", "text"),
                "made_by": "Ministry",
                "made_to": "FUND",
                "due": "2025",
            }
        ],
        "commitments_note": "One.",
    }
    return material.curation["article"]


def test_the_article_s_meeting_has_its_own_words(merged, article):
    row = merged("meetings", SLUG)

    assert row["title_en"] == "The minister met the director"
    assert row["summary_en"] == "They spoke of mines."
    assert row["editor_note"] == "The article names none.\nOne."


def test_the_article_s_meeting_has_its_participants_with_roles(merged, article):
    seats = merged("meetings", SLUG)["participations"]

    assert [(seat["official"], seat["role"], seat["reported_name"], seat["reported_title_en"]) for seat in seats] == [
        ("anar-aliyev", "host", "Anar Əliyev", "Minister"),
        ("jane-doe", "guest", None, "Regional Director"),
    ]


def test_the_article_s_meeting_has_its_topics_programs_and_events(material, merged, article):
    material.gathered["meetings"][0]["events"] = ["COP"]

    row = merged("meetings", SLUG)

    assert (row["topics"], row["programs"]) == (["awareness", "mines"], ["risk-education"])
    assert row["events"] == [{"event": "cop", "relation": "sidelines"}]


def test_the_article_s_points_cite_it_by_paragraph(merged, article):
    (point,) = merged("meetings", SLUG)["points"]

    assert (point["source"], point["paragraph"], point["raised_by"], point["topics"]) == (
        REPORT["url"],
        3,
        1,
        ["mines"],
    )


def test_the_article_s_commitments_are_open(merged, article):
    (made,) = merged("meetings", SLUG)["commitments"]

    assert made["slug"] == "2024-01-11-clear"
    assert (made["point"], made["made_by"], made["made_to"], made["due"]) == (1, "ministry", "fund", "2025")
    assert made["progress"] == "open"
