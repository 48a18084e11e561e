"""Values that are kept for as long as the record stays as it is."""

import pytest
from django.db import transaction
from django.utils import translation

from cooperation.models import Topic
from cooperation.models.base import active_language
from cooperation.record import changes
from tests.factories import make_topic

pytestmark = pytest.mark.django_db

asked: list[str] = []


@pytest.fixture(autouse=True)
def _not_asked():
    asked.clear()


@changes.remembered
def names(beginning: str = "") -> tuple[str, ...]:
    asked.append(beginning)
    return tuple(Topic.objects.filter(name_en__startswith=beginning).order_by("pk").values_list("name_en", flat=True))


@changes.remembered(by_language=True)
def language() -> str:
    asked.append("language")
    return active_language()


def begin(method: str) -> None:
    """What the signal of a new request brings about, without closing the test's connection."""
    changes._begin(environ={"REQUEST_METHOD": method})


@pytest.fixture
def reading():
    """Within a request that reads."""
    begin("GET")


def test_a_value_is_worked_out_once_and_anew_after_a_change():
    make_topic("Health")
    assert [names(), names()] == [("Health",)] * 2
    assert asked == [""]
    make_topic("Water")
    assert names() == ("Health", "Water")


def test_values_are_kept_by_argument():
    make_topic("Health")
    assert (names("H"), names("W"), names(beginning="H")) == (("Health",), (), ("Health",))


def test_values_are_kept_by_language_where_asked():
    assert language() == "en"
    with translation.override("az"):
        assert language() == "az"
    assert (language(), asked) == ("en", ["language", "language"])


def test_a_transaction_neither_reads_nor_leaves_what_all_share():
    assert changes.shared_is_allowed()
    assert names() == ()
    with transaction.atomic():
        assert not changes.shared_is_allowed()
        make_topic("Never")
        assert names() == ("Never",)
        transaction.set_rollback(True)
    # The generation of what was rolled back comes again.
    make_topic("Health")
    assert names() == ("Health",)


def test_a_request_that_reads_has_one_stamp(reading):
    before = changes.request_stamp()
    assert names() == ()
    make_topic("Late")
    assert changes.request_stamp() == before
    assert names() == ()


def test_what_a_request_read_is_not_taken_for_the_next_one(reading):
    assert names() == ()
    make_topic("Late")
    begin("GET")
    assert names() == ("Late",)


def test_a_request_that_writes_sees_what_it_wrote():
    begin("POST")
    assert names() == ()
    make_topic("Own")
    assert names() == ("Own",)


def test_the_stamp_of_a_request_ends_with_it(client):
    client.get("/about/")
    before = changes.request_stamp()
    make_topic()
    assert changes.request_stamp() != before


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(changes, "REMEMBERED", 2)
    for beginning in "abc":
        names(beginning)
    names("c")
    assert asked == ["a", "b", "c"]
    names("a")
    assert asked == ["a", "b", "c", "a"]


def test_a_new_epoch_ends_what_was_kept():
    names()
    changes.new_epoch()
    names()
    assert asked == ["", ""]
