"""The same meetings as a Datasette publisher would lay them out, from the SQLite file of the record.

Datasette counts values of a list only where it stands as a JSON array in the row, and follows links only through a
table that names both ends; so each meeting has both. Everything that its pages sort, filter or search by is indexed.
"""

import json
import sqlite3
from pathlib import Path
from urllib.parse import quote, urlencode

TABLE = "/datasette/meeting"
FACETS = [("_facet_array", "agencies"), ("_facet_array", "topics"), ("_facet", "year")]
SORT = [("_sort_desc", "date")]

_STATEMENTS = """
CREATE TABLE meeting_agency (meeting INTEGER REFERENCES meeting(id), agency TEXT, PRIMARY KEY (meeting, agency));
CREATE TABLE meeting_topic (meeting INTEGER REFERENCES meeting(id), topic TEXT, PRIMARY KEY (meeting, topic));
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY, date TEXT, year TEXT, title TEXT, summary TEXT, city TEXT, mode TEXT,
    agencies TEXT, topics TEXT
);
INSERT INTO meeting_agency SELECT DISTINCT p.meeting_id, a.slug FROM record.cooperation_participation p
    JOIN record.cooperation_agency a ON a.id = p.agency_id WHERE a.side = 'un';
INSERT INTO meeting_topic SELECT l.meeting_id, t.slug FROM record.cooperation_meeting_topics l
    JOIN record.cooperation_topic t ON t.id = l.topic_id;
INSERT INTO meeting SELECT m.id, m.date, substr(m.date, 1, 4), m.title_en, m.summary_en, m.city, m.mode,
    (SELECT json_group_array(agency) FROM meeting_agency WHERE meeting = m.id),
    (SELECT json_group_array(topic) FROM meeting_topic WHERE meeting = m.id)
    FROM record.cooperation_meeting m WHERE m.state = 'published';
CREATE INDEX meeting_date ON meeting (date);
CREATE INDEX meeting_year ON meeting (year);
CREATE INDEX meeting_agency_agency ON meeting_agency (agency, meeting);
CREATE INDEX meeting_topic_topic ON meeting_topic (topic, meeting);
CREATE VIRTUAL TABLE meeting_fts USING fts5(title, summary, content="meeting", content_rowid='id');
INSERT INTO meeting_fts(meeting_fts) VALUES ('rebuild');
ANALYZE;
"""


def build(record: Path, file: Path) -> None:
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("ATTACH ? AS record", [str(record)])
    connection.executescript(_STATEMENTS)
    connection.close()


def page(*parameters: tuple[str, str]) -> str:
    return f"{TABLE}?{urlencode([*SORT, *FACETS, *parameters], quote_via=quote)}"


def data(address: str) -> str:
    """The same address as JSON."""
    return address.replace(TABLE, f"{TABLE}.json", 1)


def linked(column: str, value: str) -> tuple[str, str]:
    return "_through", json.dumps({"table": f"meeting_{column}", "column": column, "value": value})
