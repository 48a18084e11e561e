"""Whatever an editor pastes, uploads or sends with a form is answered, and never with a fault of the server."""

import io
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from hypothesis import strategies as st

from cooperation.editorial import intake
from cooperation.editorial.exchange.archiving import is_archive, plan_of_archive
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.editorial.exchange.planning import plan, readings
from cooperation.editorial.exchange.sheets import read
from cooperation.editorial.formsets import NEW_ROWS
from cooperation.models import Meeting, PartialDate
from tests.browse.test_query_counts import make_record
from tests.editorial.exchange.files import archived, book_of
from tests.editorial.posting import ADD, TABLES, change_url, meeting_form

from .inputs import VALUES

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def words(text):
    return text.split()


# Of what reports are made, in three languages, and of what breaks their reading.
WORDS = words("""
    On the of and met received Minister Deputy Director UNICEF UNDP UN Representative Baku January 11 2024 said
    that will promised memorandum signed in Azerbaijan Agency Person Meeting Ministry COP29 Mr. Dr. 11.01.2024
    yanvar görüşüb nazir müavini ilə Bakıda BMT keçirilib imzalanıb Respublikasının nazirliyinin января
    встретился с министр заместитель министра ЮНИСЕФ в Баку состоялась встреча подписан г. 2024 года д-р и.о. “
    ” « » ( ) . , : ; – - <p> </p> <br> <script> &amp; &#0; 0 99 32 13 2024-13-45 9999 ‘ ’ ʼ İ ə Ё
""")
WORDS += ["\n", "\n\n", "\u200b", "\xad", "\u202e", "\ufeff"]
REPORTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=30).map("".join),
    st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 400)), max_size=4).map(
        lambda parts: "".join(word * times for word, times in parts)
    ),
    st.text(max_size=200),
)
BOOK = book_of(
    meetings=[["date", "title_en", "un_agencies", "sources"], ["2024", "Of two", "Agency 0", "https://x.example/"]]
)
PIECES = st.sampled_from(
    [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<c r='A99999999'>", b"</row>", b"\0", b"<v>1e999</v>", b"<v>-1</v>"]
)
# A browser cannot send what has no UTF-8.
CLEAN = VALUES.filter(lambda text: "\ud800" not in text)
HEADS = st.sampled_from(
    ["date", "title_en", "uid", "slug", "un_agencies", "sources", "mode", "topics", "name_en", "x", ""]
)


@pytest.fixture
def record():
    make_record(1)


def asked(client, method, path, data):
    """The answer; whatever was done is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, data)
        transaction.set_rollback(True)
    translation.activate("en")
    return answer


def planned(content, name):
    try:
        return plan(name, readings(read(name, content)), seed="x")
    except UnusableError:
        return None


def test_any_report(record, hostile):
    def check(text, published, language):
        try:
            intake.read(text, published=published, language=language)
        except intake.UnreadableError:
            return

    hostile(
        check,
        REPORTS,
        st.sampled_from([None, PartialDate("2024-01-11")]),
        st.sampled_from(["", "en", "az", "ru"]),
        few=8,
    )


def test_any_table(record, hostile):
    def check(header, rows, delimiter):
        lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [header, *rows]]
        planned("\n".join(lines).encode("utf-8", "replace"), "meetings.csv")

    hostile(
        check, st.lists(HEADS, max_size=6), st.lists(st.lists(VALUES, max_size=6), max_size=4), st.sampled_from(",;\t")
    )


def test_any_workbook(record, hostile):
    """One of ours, with a part of it changed and packed again, so that what reads XML gets to see it."""
    names = zipfile.ZipFile(io.BytesIO(BOOK)).namelist()

    def check(name, place, piece, gone):
        old, new = zipfile.ZipFile(io.BytesIO(BOOK)), io.BytesIO()
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as made:
            for each in names:
                content = old.read(each)
                at = int(place * len(content))
                made.writestr(each, content[:at] + piece + content[at + gone :] if each == name else content)
        planned(new.getvalue(), "meetings.xlsx")

    hostile(check, st.sampled_from(names), st.floats(0, 1), PIECES | st.binary(max_size=9), st.integers(0, 30), few=8)


def test_any_archive(record, hostile):
    whole = archived()

    def check(place, change):
        at = int(place * len(whole))
        content = whole[:at] + change + whole[at + len(change) :]
        if is_archive(content):
            try:
                plan_of_archive("a.zip", content)
            except UnusableError:
                return

    hostile(check, st.floats(0, 1), st.binary(min_size=1, max_size=8))


FIELDS = words("""
    title_en title_az date mode city slug summary_en topics programs sources state _save _publish _opened
    _reason venue date_note csrfmiddlewaretoken
""")
ROWS = words("""
    agency official reported_name order kind text_en raised_by in_point due DELETE id meeting
""")


def test_any_form_of_a_meeting(record, hostile, admin_client):
    def check(fields, counts, rows, is_new):
        where = ADD if is_new else change_url(Meeting.objects.first())
        posted = meeting_form(**fields)
        for table, count in counts:
            posted[f"{table}-TOTAL_FORMS"] = count
        posted |= {f"{table}-{number}-{field}": value for table, number, field, value in rows}
        answer = asked(admin_client, "post", where, posted)
        assert answer.status_code in {200, 302, 400, 403}, (answer.status_code, posted)
        # Of rows that are only claimed few are made: their number is the same on a slow machine.
        tables = (answer.context or {}).get("inline_admin_formsets", ())
        assert sum(len(each.formset.forms) for each in tables) <= len(TABLES) * (NEW_ROWS + 4), posted

    hostile(
        check,
        st.dictionaries(st.sampled_from(FIELDS), CLEAN, max_size=4),
        st.lists(
            st.tuples(st.sampled_from(TABLES), st.sampled_from(["0", "1", "2", "x", "-1", "999999999999"])), max_size=2
        ),
        st.lists(st.tuples(st.sampled_from(TABLES), st.integers(0, 2), st.sampled_from(ROWS), CLEAN), max_size=4),
        st.booleans(),
        few=3,
    )


DESK = words("""
    /admin/ /admin/cooperation/meeting/ /admin/cooperation/official/ /admin/cooperation/source/ /admin/queue/
    /admin/completeness/ /admin/open-commitments/ /admin/duplicates/ /admin/import/ /admin/autocomplete/
    /admin/title/ /admin/oddities/ /admin/cooperation/meeting/add/ /admin/guide/ /admin/jsi18n/
    /admin/cooperation/auditentry/ /admin/auth/user/ /accounts/sessions/ /accounts/2fa/
""")
ASKED = words("""
    q o p all e state state__exact noun gap lack term app_label model_name field_name id official agency date
    _changelist_filters _popup _to_field next page language
""")


def test_any_question_at_the_desk(record, hostile, admin_client):
    def check(path, query):
        answer = asked(admin_client, "get", path, dict(query))
        assert answer.status_code in {200, 302, 400, 403, 404}, (answer.status_code, path, query)

    hostile(check, st.sampled_from(DESK), st.lists(st.tuples(st.sampled_from(ASKED), CLEAN), max_size=3), few=8)


def test_any_sign_in(hostile, db):
    def check(name, password, code):
        client = Client()
        for path, posted in (("login/", {"login": name, "password": password}), ("2fa/authenticate/", {"code": code})):
            assert asked(client, "post", f"/accounts/{path}", posted).status_code in {200, 302, 429}

    hostile(check, CLEAN, CLEAN, CLEAN)
