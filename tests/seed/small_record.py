"""A record of a few fixtures, in a folder of its own, that tests change as they need."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Data = dict[str, Any]


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


SOURCES = [
    {"uid": uid("report"), "url": "https://news.example/report", "publisher": "News", "published": "2024-01-12"},
    {"uid": uid("notice"), "url": "https://news.example/notice"},
]
TOPICS = [
    {"uid": uid("awareness"), "slug": "awareness", "name_en": "Mine awareness", "parent": "mines", "sdgs": [4, 16]},
    {"uid": uid("mines"), "slug": "mines", "name_en": "Mine action", "name_az": "Minalar"},
    {"uid": uid("youth"), "slug": "youth", "name_en": "Youth"},
]
AGENCIES = [
    {
        "uid": uid("unicef"),
        "slug": "unicef",
        "side": "un",
        "kind": "fund-or-programme",
        "acronym": "UNICEF",
        "name_en": "Children's Fund",
        "website": "https://unicef.example",
        "founded": "1946",
        "aliases": ["ЮНИСЕФ", "YUNİSEF"],
        "identifiers": [{"scheme": "wikidata", "value": "Q740308"}],
    },
    {"uid": uid("mfa"), "slug": "mfa", "side": "azerbaijan", "kind": "ministry", "name_en": "Ministry"},
]
OFFICIALS = [
    {
        "uid": uid("bayramov"),
        "slug": "bayramov",
        "name_en": "Jeyhun Bayramov",
        "other_spellings": ["Ceyhun Bayramov"],
        "appointments": [
            {"title_en": "Minister", "agency": "mfa", "start": "2020-07", "source": "https://news.example/notice"}
        ],
    },
    {"uid": uid("dominicis"), "slug": "dominicis", "name_en": "Regina De Dominicis"},
]
PROGRAMS = [
    {
        "uid": uid("risk"),
        "slug": "risk",
        "state": "published",
        "name_en": "Risk education",
        "agencies": ["unicef"],
        "topics": ["awareness"],
        "start": "2021",
        "sources": ["https://news.example/report"],
    }
]
EVENTS = [
    {
        "uid": uid("cop"),
        "slug": "cop",
        "state": "published",
        "kind": "conference",
        "status": "held",
        "name_en": "Climate conference",
        "start": "2024-11-11",
        "end": "2024-11-22",
        "sources": ["https://news.example/report"],
    }
]
MEETINGS = [
    {
        "uid": uid("meeting"),
        "slug": "2024-01-11-minister-meets-director",
        "state": "published",
        "date": "2024-01-11",
        "date_note": "Stated",
        "title_en": "Minister meets director",
        "mode": "in-person",
        "city": "Baku",
        "participations": [
            {"number": 1, "agency": "mfa", "official": "bayramov", "reported_title_en": "Minister", "role": "host"},
            {"number": 2, "agency": "unicef", "official": "dominicis", "role": "guest"},
            {"number": 3, "agency": "unicef", "reported_name": "Delegation", "role": "participant"},
        ],
        "topics": ["awareness", "youth"],
        "programs": ["risk"],
        "events": [{"event": "cop", "relation": "discussed"}],
        "points": [
            {
                "number": 1,
                "raised_by": 1,
                "kind": "informed",
                "text_en": "He told her about mines.",
                "topics": ["mines"],
                "source": "https://news.example/report",
                "paragraph": 4,
            },
            {"number": 2, "kind": "agreed", "text_en": "They will meet again."},
        ],
        "commitments": [
            {
                "uid": uid("commitment"),
                "slug": "2024-01-11-they-will-meet",
                "point": 2,
                "text_en": "To meet again",
                "made_by": "mfa",
                "made_to": "unicef",
                "due": "2025",
                "progress": "open",
            }
        ],
        "sources": ["https://news.example/notice", "https://news.example/report"],
    },
    {
        "uid": uid("uncertain"),
        "slug": "2024-another",
        "state": "review",
        "date": "2024",
        "title_en": "Another",
        "mode": "unknown",
        "participations": [{"number": 1, "agency": "unicef", "role": "participant"}],
        "sources": ["https://news.example/notice"],
        "editor_note": "The date was inferred.",
    },
]
AGREEMENTS = [
    {
        "uid": uid("memorandum"),
        "slug": "memorandum",
        "state": "published",
        "kind": "memorandum",
        "title_en": "Memorandum",
        "parties": ["mfa", "unicef"],
        "signed": "2024-01-11",
        "in_force_until": "2025",
        "meeting": "2024-01-11-minister-meets-director",
        "programs": ["risk"],
        "topics": ["youth"],
        "sources": ["https://news.example/report"],
    }
]


class SmallRecord:
    """Its nouns by name, to be changed at will; `write` puts them into the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nouns: dict[str, list[Data]] = deepcopy(
            {
                "sources": SOURCES,
                "topics": TOPICS,
                "agencies": AGENCIES,
                "officials": OFFICIALS,
                "programs": PROGRAMS,
                "events": EVENTS,
                "meetings": MEETINGS,
                "agreements": AGREEMENTS,
            }
        )

    def of(self, name: str) -> Data:
        """The fixture whose uid was made from `name`."""
        return next(row for rows in self.nouns.values() for row in rows if row["uid"] == uid(name))

    def path(self, noun: str) -> Path:
        return self.folder / ("meetings/2024.json" if noun == "meetings" else f"{noun}.json")

    def write(self) -> Path:
        (self.folder / "meetings").mkdir(parents=True, exist_ok=True)
        for noun, rows in self.nouns.items():
            self.path(noun).write_text(json.dumps(rows, indent=1))
        return self.folder

    def line_of(self, name: str) -> int:
        """The line that the fixture begins on, in the file as written."""
        noun = next(noun for noun, rows in self.nouns.items() if self.of(name) in rows)
        lines = self.path(noun).read_text().splitlines()
        return next(number for number, line in enumerate(lines) if uid(name) in line)
