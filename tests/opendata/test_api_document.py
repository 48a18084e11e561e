"""The OpenAPI document says what the API does: held to it by a client that reads nothing else."""

import errno
import json
import re

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cooperation.models import Appointment, CommitmentChange, Correction, Meeting, Source
from cooperation.opendata import limits
from cooperation.opendata.api import refusals
from cooperation.record import site
from cooperation.record.filters import FILTERS, LISTED
from cooperation.record.formats import LISTS, NOUNS
from tests import factories as make
from tests.browse.test_query_counts import make_record
from tests.once import once

pytestmark = pytest.mark.django_db

PATH = "/api/v1/openapi.json"
OPERATIONS = ["/api/v1/", *(f"/api/v1/{noun}/" for noun in LISTS), *(f"/api/v1/{noun}/{{slug}}/" for noun in NOUNS)]
# Topics and corrections have no filter that counts, nor have steps of commitments one of their own.
WITH_FACETS = [noun for noun in LISTS if noun not in {"topics", "corrections", "progress"}]
OPERATIONS += [f"/api/v1/{noun}/facets/" for noun in WITH_FACETS]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# This client, asked without a network, does not unpack.
PLAIN = {"Accept-Encoding": "identity"}


@once
def document():
    make_record(2)
    Source.objects.update(publisher="AZƏRTAC", language="az", published="2024-01")
    agency, official = make.Agency.objects.first(), make.Official.objects.first()
    Appointment.objects.create(official=official, agency=agency, title_en="Minister", start="2020-07")
    CommitmentChange.objects.create(
        commitment=make.Commitment.objects.first(), progress="lapsed", on="2024", meeting=make.Meeting.objects.first()
    )
    # Whoever tries it out gets points that somebody raised.
    make.Point.objects.update(participation=make.Participation.objects.exclude(official=None).first())
    Correction.objects.create(meeting=make.Meeting.objects.first(), text_en="The day was wrong.")
    return Client().get(PATH).json()


def test_it_is_a_valid_document(document):
    validate_schema(document)
    assert sorted(document["paths"]) == sorted(OPERATIONS)
    assert document["openapi"] == "3.1.0"


def test_it_is_given_as_json_and_as_what_it_is(client):
    own = "application/vnd.oai.openapi+json"
    for accept, spoken in {"*/*": own, "application/*": own, own: own, "application/json": "application/json"}.items():
        response = client.get(PATH, headers={"Accept": accept})
        assert (response.status_code, response["Content-Type"]) == (200, spoken), accept
        assert response.json()["openapi"] == "3.1.0"
    refused = client.get(PATH, headers={"Accept": "text/html"})
    assert (refused.status_code, refused.json()["near"]) == (406, [own, "application/json"])
    assert response["Content-Disposition"] == 'inline; filename="openapi.json"'


def test_its_making_needs_no_remark(client, capsys):
    assert client.get(PATH).status_code == 200
    assert capsys.readouterr().err == ""


def test_it_names_no_other_host_but_that_of_the_licence(document):
    assert document["info"]["license"] == {"name": site.LICENCE, "url": site.LICENCE_URL}
    del document["info"]["license"]
    texts = json.dumps({name: part for name, part in document.items() if name != "paths"})
    assert "http" not in texts


EXEMPLARY = {"fields", "expand", "page_size", "updated_since", "from", "to"}


def exemplary(*parameters):
    """The examples of these parameters as a query."""
    named = {each["name"]: each for each in parameters if each["in"] == "query" and "example" in each}
    return {
        name: ",".join(each["example"]) if each.get("explode") is False else each["example"]
        for name, each in named.items()
    }


def test_the_examples_of_the_root_and_of_facets_are_true(client, document):
    assert client.get("/api/v1/").json() == example(document["paths"]["/api/v1/"]["get"])
    for noun in WITH_FACETS:
        operation = document["paths"][f"/api/v1/{noun}/facets/"]["get"]
        (named,) = (each for each in operation["parameters"] if each["name"] == "facets")
        assert client.get(f"/api/v1/{noun}/facets/", exemplary(named)).json() == example(operation)
        assert example(operation)["facets"][0]["values"]


REFUSED = {
    "400": ({"colour": "red"}, {}),
    "404": ({}, {}),
    "406": ({}, {"Accept": "text/csv"}),
    "410": ({"updated_since": f"{'0' * 32}.1"}, {}),
    "412": ({}, {"If-Match": '"another"'}),
}
FAULTS = {"500": ValueError("a defect"), "503": OSError(errno.ENOSPC, "the disk is full")}


def ask_wrongly(client, path, operation, status):
    slugs = [each["example"] for each in operation["parameters"] if each["name"] == "slug"]
    slug = "nothing-is-called-so" if status == "404" else next(iter(slugs), "")
    query, headers = REFUSED[status]
    return client.get(path.replace("{slug}", slug), query, headers=headers)


def failing(fault):
    def count(request):
        raise fault

    return count


@pytest.mark.parametrize("path", OPERATIONS)
def test_its_refusals_are_described_and_true(client, document, path, monkeypatch):
    client.raise_request_exception = False
    operation = {"parameters": [], **document["paths"][path]["get"]}
    responses = operation["responses"]
    assert all(response["description"] not in ("", "No response body") for response in responses.values())
    refused = {status for status in responses if status >= "400"}
    assert {"400", "406", "412", "429", *FAULTS} <= refused
    for status in refused & set(REFUSED):
        if (status, "{slug}" in path) != ("410", True):
            answer = ask_wrongly(client, path, operation, status)
            assert (str(answer.status_code), answer.json()) == (status, refusal(responses, status))
    for status, fault in {**FAULTS, "429": limits.too_many()}.items():
        with monkeypatch.context() as patch:
            patch.setattr(limits, "count", failing(fault))
            assert client.get(path.replace("{slug}", "any")).json() == refusal(responses, status)


def test_what_it_says_of_a_withdrawn_record_is_true(client, document):
    meeting = make.make_meeting("Talks", slug="talks")
    Meeting.objects.filter(pk=meeting.pk).update(state="withdrawn", withdrawal_reason_en=refusals.REASON)
    responses = document["paths"]["/api/v1/meetings/{slug}/"]["get"]["responses"]
    assert client.get("/api/v1/meetings/talks/").json() == refusal(responses, "410")


def refusal(responses, status):
    return responses[status]["content"]["application/problem+json"]["example"]


@pytest.mark.parametrize("noun", NOUNS)
def test_its_examples_of_records_are_true(client, document, noun):
    whole = document["paths"][f"/api/v1/{noun}/{{slug}}/"]["get"]
    slug = next(each["example"] for each in whole["parameters"] if each["name"] == "slug")
    assert client.get(f"/api/v1/{noun}/{slug}/").json() == example(whole)


@pytest.mark.parametrize("noun", LISTS)
def test_its_examples_are_true(client, document, noun):
    page = document["paths"][f"/api/v1/{noun}/"]["get"]
    assert client.get(f"/api/v1/{noun}/?page_size=1").json() == example(page)
    for parameter in page["parameters"]:
        if "example" in parameter:
            assert client.get(f"/api/v1/{noun}/", exemplary(parameter)).json()["count"]
        else:
            # Rows have no facet that counts years.
            unnamed = set() if noun in NOUNS else {"from", "to"}
            assert parameter["in"] == "header" or parameter["name"] not in EXEMPLARY - unnamed


@pytest.mark.parametrize("noun", WITH_FACETS)
@pytest.mark.parametrize("end", ["", "facets/"])
def test_its_examples_all_at_once_find_something(client, document, noun, end):
    """The page of the document fills them all in when it is tried out."""
    parameters = document["paths"][f"/api/v1/{noun}/{end}"]["get"]["parameters"]
    assert client.get(f"/api/v1/{noun}/{end}", exemplary(*parameters)).json()["count"]


def test_the_values_of_facets_are_told(client, document):
    parameters = {each["name"]: each for each in document["paths"]["/api/v1/meetings/"]["get"]["parameters"]}
    for name, dimension in FILTERS["meetings"]().filters.items():
        told = re.search(r"For example `([^`]+)`\.$", parameters[name]["description"])
        assert bool(told) == dimension.is_facet
        if told:
            assert client.get("/api/v1/meetings/", {name: told[1]}).json()["count"], name


def test_every_parameter_of_a_list_is_described(document):
    for noun in LISTS:
        for each in document["paths"][f"/api/v1/{noun}/"]["get"]["parameters"]:
            assert each.get("description"), (noun, each["name"])


def test_what_is_never_cut_is_required(document):
    schemas = document["components"]["schemas"]
    for name in ("Reference", "Source", "Participation", "Point", "Place", "Appointment", "Identifier", "Facet"):
        assert schemas[name]["required"] == list(schemas[name]["properties"]), name
    assert "required" not in schemas["Meeting"]
    assert "all but `participations`, `points`" in schemas["Meeting"]["description"]


def test_it_promises_what_stays(document):
    assert "`/api/`" in document["info"]["description"]
    assert "## What stays as it is" in (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def test_corrections_take_what_a_list_without_changes_takes(client, document):
    operation = document["paths"]["/api/v1/corrections/"]["get"]
    named = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
    assert named == {"sort", "fields", "cursor", "page_size"}
    assert client.get("/api/v1/corrections/?page_size=1").json() == example(operation)


def test_it_says_where_a_change_is_told(document):
    for noun in ("participations", "points", "appointments", "progress", "sources"):
        operation = document["paths"][f"/api/v1/{noun}/"]["get"]
        assert "It has no `updated_since`, for a change of it is one of" in operation["description"]
        assert "updated_since" not in {each["name"] for each in operation["parameters"]}
        assert "410" not in operation["responses"]


def test_it_tells_filters_of_records_from_those_of_rows(document):
    operation = document["paths"]["/api/v1/participations/"]["get"]
    told = {each["name"]: each["description"] for each in operation["parameters"] if each["in"] == "query"}
    chooses = "It chooses records, all rows of which are there."
    assert {name for name, description in told.items() if chooses in description} == set(FILTERS["meetings"]().filters)
    assert {"for", "person", "role"} <= set(told) - set(FILTERS["meetings"]().filters)


def test_the_address_of_a_source_is_as_it_was_given(client, document):
    address = "https://news.example/görüş?q=ü"
    make.make_meeting("Talks", slug="talks", sources=[make.make_source(address)])
    assert client.get("/api/v1/meetings/talks/").json()["sources"][0]["url"] == address
    assert document["components"]["schemas"]["Source"]["properties"]["url"]["format"] == "iri"


def test_it_lets_fields_be_added(document):
    assert "additionalProperties" not in json.dumps(document)


def test_its_headers_are_sent(client, document):
    for path, query in [("/api/v1/", {}), ("/api/v1/meetings/", {"page_size": "1"})]:
        named = document["paths"][path]["get"]["responses"]
        answer = client.get(path, query)
        assert set(named["200"]["headers"]) <= set(answer.headers) | {"Last-Modified"}
        assert answer.has_header("Link") == ("Link" in named["200"]["headers"])
        known = client.get(path, query, headers={"If-None-Match": answer["ETag"]})
        assert set(named["304"]["headers"]) <= set(known.headers) | {"Last-Modified"}
        assert set(named["301"]["headers"]) == {"Location"}
        assert set(named["429"]["headers"]) == {"Retry-After"}
        assert set(named["503"]["headers"]) == {"Retry-After"}


def example(operation):
    return operation["responses"]["200"]["content"]["application/json"]["example"]


def test_a_record_without_anything_has_a_document(client):
    operation = client.get(PATH).json()["paths"]["/api/v1/meetings/"]["get"]
    assert "example" not in operation["responses"]["200"]["content"]["application/json"]


@pytest.fixture
def served(document):
    """The document as a client reads it, of a record that has something everywhere."""
    # Else the end of a request would close the connection that the test stands on.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    api = schemathesis.openapi.from_wsgi(PATH, get_wsgi_application())
    close(api.raw_schema["components"])
    yield api
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def close(schema):
    """Take no field that is not named, which the document itself leaves open to what may be added later."""
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, dict | list):
            close(each)
    if isinstance(schema, dict) and schema.get("type") == "object":
        schema["additionalProperties"] = False


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_to_it(served, mode):
    """No fault of the server, no status, type or field that the document does not name."""
    for path in OPERATIONS:
        operation = served[path]["GET"]
        # What takes no parameter cannot be asked wrongly.
        if mode == GenerationMode.POSITIVE or served.raw_schema["paths"][path]["get"].get("parameters"):
            keep_to_it(operation.as_strategy(generation_mode=mode))


def keep_to_it(cases):
    @trying(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def check(case):
        case.call_and_validate(checks=CHECKS, headers=PLAIN)

    check()


def test_a_document_that_is_wrong_is_noticed(served):
    served.raw_schema["components"]["schemas"]["TopicList"]["properties"]["count"] = {"type": "string"}
    with pytest.raises(FailureGroup):
        served["/api/v1/topics/"]["GET"].Case().call_and_validate(checks=CHECKS, headers=PLAIN)


def test_a_field_that_is_not_named_is_noticed(served):
    del served.raw_schema["components"]["schemas"]["Topic"]["properties"]["slug"]
    with pytest.raises(FailureGroup):
        served["/api/v1/topics/"]["GET"].Case().call_and_validate(checks=CHECKS, headers=PLAIN)


def test_every_noun_and_parameter_of_the_pages_is_there(document):
    for noun in LISTS:
        named = {each["name"] for each in document["paths"][f"/api/v1/{noun}/"]["get"]["parameters"]}
        assert set(LISTED[noun]().filters) <= named
