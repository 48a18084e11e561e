"""The page of the whole record as data."""

import pytest

from cooperation.opendata.bulk import making, shelf
from tests.opendata.full import make_full_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def page(client, path="/data/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_before_the_files_are_made_the_page_says_so(client):
    text = page(client)
    assert "have not been made yet" in text
    assert 'href="/data/' not in text.partition("<main")[2].partition("</main>")[0].replace('href="/data/"', "")


def test_the_page_leads_to_every_file_it_names(client):
    make_full_record()
    making.make()
    text = page(client)
    for name in (making.DATABASE, making.ZIP, making.LINES, shelf.PACKAGE, shelf.DICTIONARY, "SHA256SUMS"):
        assert f'href="/data/{name}"' in text
        assert client.get(f"/data/{name}").status_code == 200
    assert '<code>participations</code> <span class="quiet">4 rows</span>' in text


def test_the_page_explains_the_columns_in_the_language_of_the_reader(client):
    assert "Заголовок" in page(client, "/ru/data/")
    assert "participations" in page(client, "/az/data/")


def test_the_page_tells_the_licence_and_how_to_cite(client, settings):
    settings.SITE_URL = "https://record.example"
    text = page(client)
    assert 'rel="license' in text
    assert "Azerbaijan–UN cooperation record, https://record.example/data/, " in text


def test_the_page_is_not_kept_beyond_its_files(client):
    assert client.get("/data/")["Cache-Control"] == "no-cache"


def test_linked_data_names_the_files(client):
    make_full_record()
    making.make()
    text = page(client)
    assert '"contentUrl":"http://testserver/data/record.sqlite3"' in text


def test_the_page_asks_the_database_for_the_state_alone(client, django_assert_num_queries):
    make_full_record()
    making.make()
    page(client)
    # The state of the record, for the dates that it spans.
    with django_assert_num_queries(1):
        page(client)
