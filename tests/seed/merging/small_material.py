"""A little of what is gathered and of what editors decide on it, made up."""

from copy import deepcopy
from typing import Any

from cooperation.seed.merging.material import Curation, Gathered

REPORT = {
    "url": "https://news.example/report",
    "publisher": "News",
    "title": "A report",
    "published": "2024-01-12",
    "language": "en",
}
NOTICE = {"url": "https://notice.example/1", "publisher": None, "title": None, "published": None, "language": "az"}
MEETING = {"date": "2024-01-11", "title": "Minister meets director"}
LATER = {"date": "2024-02", "title": "Minister meets director"}


def three(text: str, name: str = "name") -> dict[str, str | None]:
    return {f"{name}_en": text, f"{name}_az": None, f"{name}_ru": None}


def person(name: str, role: str, side: str, organisation: str) -> dict[str, str]:
    return {"name": name, "role": role, "side": side, "organisation": organisation}


def meeting(key: dict[str, str], **fields: Any) -> dict[str, Any]:
    return {
        **key,
        "date_note": "Stated",
        "certain": True,
        "format": "in person",
        "location": "Baku, Azerbaijan",
        "agencies": ["FUND"],
        "participants": [
            person("Anar Aliyev", "Minister", "azerbaijan", "Ministry"),
            person("Jane Doe", "Director", "un", "FUND"),
        ],
        "topics": ["mines"],
        "programs": [],
        "events": [],
        "summary": "They met.",
        "sources": [REPORT],
        **fields,
    }


def official(name: str, *posts: dict[str, Any], spellings: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "other_spellings": list(spellings), "side": "un", "posts": list(posts)}


def post(role: str, organisation: str, start: str | None = None, source: str = NOTICE["url"]) -> dict[str, Any]:
    return {"role": role, "organisation": organisation, "from": start, "to": None, "source": source}


def agency(key: str, side: str, **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("acronym", "parent", "predecessor", "succeeded_on", "website", "founded"))
    return {
        "key": key,
        "slug": key.lower(),
        "side": side,
        "kind": "other-un" if side == "un" else "ministry",
        **empty,
        **three(key),
        **three(f"What {key} does.", "description"),
        "hq_city": "New York",
        "hq_country": "USA",
        "aliases": [],
        "also": [],
        "identifiers": [],
        **fields,
    }


def topic(slug: str, parent: str | None = None) -> dict[str, Any]:
    return {"slug": slug, "parent": parent, "sdgs": [16], "order": 1, **three(slug), **three("Text", "description")}


def event(name: str, **fields: Any) -> dict[str, Any]:
    times = dict.fromkeys(("acronym", "start", "end", "city", "country", "organiser_agency", "summary"))
    return {"name": name, **times, "status": "held", "sources": [], **fields}


def curated_event(key: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "slug": key.lower().replace(" ", "-"),
        "acronym": None,
        "kind": "conference",
        "topics": [],
        "organisers": ["FUND"],
        "other_organisers": None,
        "status": "held",
        "parent": None,
        "aliases": [],
        "certain": True,
        **three(key),
        **three("", "summary"),
        **fields,
    }


class SmallMaterial:
    """Two bodies, two people, two meetings, a program and an event; `article` tells of the first meeting."""

    def __init__(self) -> None:
        self.gathered: dict[str, Any] = deepcopy(
            {
                "meetings": [meeting(MEETING), meeting(LATER, certain=False, sources=[NOTICE])],
                "un_agencies": [{"acronym": "FUND", "name": "Fund"}],
                "azerbaijani_bodies": [{"name": "Ministry", "meetings": 2}],
                "officials": [official("Anar Aliyev"), official("Jane Doe", post("Director", "FUND", "2020"))],
                "programs": [
                    {
                        "name": "Risk education",
                        "acronym": None,
                        "agency": "FUND",
                        "partner_bodies": [],
                        "sector": "education",
                        "start": "2021",
                        "end": None,
                        "summary": "Lessons.",
                        "sources": [REPORT],
                    }
                ],
                "events": [event("Climate conference", acronym="COP", start="2024-11", sources=[REPORT])],
            }
        )
        self.curation: dict[str, Any] = deepcopy(
            {
                "agencies": [agency("FUND", "un", acronym="FUND"), agency("Ministry", "azerbaijan")],
                "topics": [topic("mines"), topic("awareness", parent="mines")],
                "people": [{"key": name, **three(name)} for name in ("Anar Aliyev", "Jane Doe")],
                "programs": [
                    {
                        "key": "Risk education",
                        "slug": "risk-education",
                        "acronym": None,
                        "agencies": ["FUND"],
                        "partners": None,
                        "topics": ["awareness"],
                        "kind": "project",
                        **three("Risk education"),
                        **three("Lessons.", "summary"),
                    }
                ],
                "events": [curated_event("Climate conference", slug="cop", acronym="COP")],
                "visits": [],
                "titles": {},
                "meeting_titles": [],
                "agreements": [],
                "meetings": [],
                "places": {"Baku, Azerbaijan": {"venue": None, "city": "Baku", "country": "Azerbaijan"}},
                "program_matches": {},
                "article": {
                    "meeting": MEETING,
                    **three("The minister met the director", "title"),
                    **three("They spoke of mines.", "summary"),
                    "participants": [],
                    "topics": [],
                    "programs": [],
                    "programs_note": None,
                    "events": [],
                    "events_note": None,
                    "points": [],
                    "commitments": [],
                    "commitments_note": None,
                    "source_url": REPORT["url"],
                },
            }
        )

    def parts(self) -> tuple[Gathered, Curation]:
        return Gathered(**self.gathered), Curation(**self.curation)
