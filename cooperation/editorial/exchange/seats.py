"""Who met, as the table of meetings tells it: agencies of both sides, and officials. Seats are only added."""

from django.utils.translation import gettext as _

from cooperation.models import Appointment
from cooperation.record.snapshots import Data

from .bounds import CellError
from .filling import Row, guarded
from .values import parts_of
from .workspace import Workspace


def fill_seats(work: Workspace, row: Row, data: Data) -> None:
    """Seat the agencies and officials that the row names and that have no seat yet."""
    agencies: list[str] = []
    for column, text in row.of("seats"):
        agencies += guarded(work, row, column.name, lambda c=column, t=text: _agencies(work, row, c, t)) or []
    for column, text in row.of("officials"):
        for part in parts_of(text, "officials"):
            guarded(work, row, column.name, lambda p=part: _seat_official(work, row, data, agencies, p))
    for agency in agencies:
        if agency not in {seat["agency"] for seat in data.get("participations", ())}:
            seat_in(data, {"agency": agency})


def _agencies(work: Workspace, row: Row, column: object, text: str) -> list[str]:
    found = []
    for part in parts_of(text, "agencies"):
        uid = work.find("agencies", part, row.at(column.name))
        side = work.lookup("agencies").sides.get(uid, "")
        if side and side != column.side:
            raise CellError(_("“%(text)s” is a body of the other side.") % {"text": part[:100]})
        found.append(uid)
    return found


def _seat_official(work: Workspace, row: Row, data: Data, agencies: list[str], text: str) -> None:
    name, agency = (part.strip() for part in (*text.split("@", 1), "")[:2])
    place = row.at("officials")
    official = work.find("officials", name, place)
    seats = data.get("participations", ())
    if agency:
        agency = work.find("agencies", agency, place)
    if any(seat.get("official") == official and agency in ("", seat["agency"]) for seat in seats):
        return
    agency = agency or _agency_of(work, official, [*agencies, *(seat["agency"] for seat in seats)], name)
    free = next((seat for seat in seats if seat["agency"] == agency and _is_free(data, seat)), None)
    if free is None:
        seat_in(data, {"agency": agency, "official": official})
    else:
        free["official"] = official


def _is_free(data: Data, seat: Data) -> bool:
    """A delegation that nothing else is said of: the person who is named now was in it."""
    spoke = {point.get("raised_by") for point in data.get("points", ())}
    return not (seat.keys() & {"official", "reported_name", "reported_title_en"}) and seat["number"] not in spoke


def _agency_of(work: Workspace, official: str, agencies: list[str], name: str) -> str:
    """The one of the meeting's agencies where the official has held a post."""
    held = posts(work).get(official, set()) & set(agencies)
    if len(held) == 1:
        return next(iter(held))
    raise CellError(
        _("For which agency did “%(name)s” sit there? Write it after an @: name @ agency.") % {"name": name}
    )


def posts(work: Workspace) -> dict[str, set[str]]:
    """The agencies of each official's appointments, those of the same file included; read once."""
    if work.posts is None:
        work.posts = {}
        held = Appointment.objects.filter(agency__isnull=False).values_list("official__uid", "agency__uid")
        for official, agency in held:
            work.posts.setdefault(str(official), set()).add(str(agency))
        for (noun, uid), data in work.after.items():
            if noun == "officials":
                told = {each["agency"] for each in data.get("appointments", ()) if "agency" in each}
                work.posts.setdefault(uid, set()).update(told)
    return work.posts


def seat_in(data: Data, seat: Data) -> Data:
    """A new participant, with the next number."""
    seats = data.setdefault("participations", [])
    number = max((each["number"] for each in seats), default=0) + 1
    seats.append({"number": number, "role": "participant", **seat})
    return seats[-1]
