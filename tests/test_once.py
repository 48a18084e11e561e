"""What is made once is the same for each test, and there for nobody else."""

import pytest

from cooperation.models import Agency, Topic
from tests import factories as make
from tests.once import Records, once

pytestmark = pytest.mark.django_db

made = []


@once
def agency():
    made.append("agency")
    return make.make_agency("Fund")


@once(params=[1, 3])
def topics(count):
    made.append(count)
    return [make.make_topic() for _ in range(count)]


@pytest.mark.parametrize("name", ["Other", "Another"])
def test_each_test_has_it_as_it_was_made(agency, name):
    assert (agency.name_en, Agency.objects.get().name_en) == ("Fund", "Fund")
    agency.name_en = name
    agency.save()
    make.make_topic()


@pytest.mark.parametrize("_again", range(2))
def test_each_number_is_made_once(topics, _again):
    assert Topic.objects.count() == len(topics)
    assert not Agency.objects.exists()
    assert made == ["agency", 1, 3][: 2 + (len(topics) == 3)]


def test_who_does_not_ask_for_it_has_nothing():
    assert not Agency.objects.exists()
    assert not Topic.objects.exists()


def test_a_function_is_refused_since_it_would_remember():
    with pytest.raises(TypeError, match="gives a function"):
        Records().have((((lambda: print), None),))
    assert not Topic.objects.exists()
