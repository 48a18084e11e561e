"""Whatever bytes come: a sentence, or rows; never another error, and nothing saved."""

import io
import zipfile

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from cooperation.editorial.exchange.archives import MANIFEST
from cooperation.editorial.exchange.archiving import is_archive, plan_of_archive
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.editorial.exchange.planning import plan, readings
from cooperation.editorial.exchange.sheets import read
from cooperation.models import Meeting, Version
from tests.factories import make_agency, make_meeting

from .files import archived, book_of

pytestmark = pytest.mark.django_db
BOOK = book_of(meetings=[["date", "title_en", "un_agencies"], ["2024", "Of two", "UNICEF"]])
cells = st.text(st.characters(), max_size=30)
tables = st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=5)


def tried(content, name="a.csv"):
    """The plan of a file, if it is one."""
    try:
        return plan(name, readings(read(name, content)), seed="x")
    except UnusableError:
        return None


@seed(1)
@given(st.binary(max_size=400))
def test_random_bytes_are_no_error(content):
    tried(content)
    assert not is_archive(content)


@seed(2)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=6))
def test_a_broken_workbook_is_no_error(place, change):
    tried(BOOK[:place] + change + BOOK[place + len(change) :], "a.xlsx")
    tried(BOOK[:place], "a.xlsx")


@seed(3)
@given(st.lists(st.sampled_from(["date", "title_en", "uid", "slug", "un_agencies", "sources", "mode", "x"])), tables)
def test_random_cells_are_no_error(header, rows):
    lines = "\n".join('"' + '","'.join(cell.replace('"', '""') for cell in line) + '"' for line in [header, *rows])
    made = tried(lines.encode("utf-8", "replace"))
    assert made is None or made.problems or all(change.noun for change in made.due)


@pytest.fixture
def archive():
    make_meeting("Of two", agencies=[make_agency("UNICEF")])
    return archived()


def test_a_damaged_archive_is_refused_with_a_sentence(archive):
    before = Version.objects.count(), Meeting.objects.get().title_en
    for place in range(0, len(archive), 97):
        broken = archive[:place] + bytes([archive[place] ^ 0x55]) + archive[place + 1 :]
        try:
            made = plan_of_archive("a.zip", broken)
        except UnusableError:
            continue
        # A byte that no reader looks at.
        assert (made.due, made.problems) == ([], [])
    assert (Version.objects.count(), Meeting.objects.get().title_en) == before


def test_an_archive_that_unpacks_to_too_much_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, "{}")
        archive.writestr("meetings.ndjson", b" " * (61 * 2**20))
    with pytest.raises(UnusableError, match="unpacks"):
        plan_of_archive("a.zip", file.getvalue())
