"""Subjects of whom everything is recorded, with short, middling and long texts. Runs inside `manage.py shell`."""

from itertools import count

from cooperation.models import Agency, Appointment, Event, Official, Program, Source, Topic
from tests import factories as make

# Short texts make many rows and many notes, long ones fill the rows: what part of the greatest length they have.
LENGTHS = {"short": 0.12, "middling": 0.45, "long": 1.0}
SUBJECTS = ("/agencies/{0}-fund/briefing/", "/agencies/{0}-ministry/briefing/", "/officials/{0}-official-0/briefing/",
            "/topics/{0}-topic-0/briefing/", "/briefing/?agency={0}-fund&body={0}-ministry",
            "/briefing/?official={0}-official-0&with={0}-official-1", "/briefing/?q={0}")  # fmt: skip
ADDRESSES = [address.format(length) for length in LENGTHS for address in SUBJECTS]
WORDS = "cooperation in the reconstruction of schools and of water supply in the regions that people return to, and"
EACH, MEETINGS, OFFICIALS = 8, 18, 20
_number = count()


class Filler:
    """Fills a record of the given length; every name begins with the name of that length."""

    def __init__(self, name: str, part: float) -> None:
        self.name, self.part = name.title(), part

    def text(self, beginning: str, letters: int) -> str:
        """One sentence of up to so many letters."""
        return f"{self.name} {beginning} {WORDS * 7}"[: max(24, int(letters * self.part) - 1)].rstrip(" ,") + "."

    def called(self, kind: str, letters: int = 90) -> str:
        return f"{self.name} {kind} of {WORDS}"[: max(len(f"{self.name} {kind}"), int(letters * self.part))].strip()

    def source(self) -> Source:
        number = next(_number)
        return make.make_source(
            f"https://www.ministry-of-everything.example/en/news/2024/press-releases/{number}",
            publisher=self.called("Agency of News", 45), title=self.text(f"report {number}", 120),
            language="en", published="2024-11-28",
        )  # fmt: skip

    def fill(self) -> None:
        fund, ministry = self.body(make.make_agency, "fund"), self.body(make.make_body, "ministry")
        offices = [make.make_agency(self.called(f"office {number}")) for number in range(EACH)]
        committees = [make.make_body(self.called(f"committee {number}")) for number in range(EACH)]
        self.topics = [self.topic(number) for number in range(EACH)]
        officials = [make.make_official(f"{self.name} Official {number}") for number in range(OFFICIALS)]
        sides = [fund, ministry, *offices]
        self.programs, self.events = self.to_come(sides)
        for number in range(MEETINGS):
            others = [committees[number % EACH], offices[number % EACH]] if number > MEETINGS // 2 else []
            guest, host = officials[2 * number % OFFICIALS], officials[(2 * number + 1) % OFFICIALS]
            seats = [(officials[0], fund), (officials[1], ministry), (guest, fund), (host, ministry)]
            self.meeting(f"{2024 - number}-09-28", [*dict.fromkeys(seats), *((None, each) for each in others)], sides)
        self.posts(officials[0], fund)
        self.posts(officials[1], ministry)

    def body(self, maker: type, kind: str) -> Agency:
        return maker(
            f"{self.name} {kind}", description_en=self.text("works for", 600), founded="1946-09-28",
            headquarters_city="New York", headquarters_country="United States of America",
        )  # fmt: skip

    def topic(self, number: int) -> Topic:
        return make.make_topic(f"{self.name} topic {number}", description_en=self.text("covers", 600))

    def meeting(self, date: str, seats: list[tuple[Official | None, Agency]], sides: list[Agency]) -> None:
        meeting = make.make_meeting(
            self.text("meeting", 200), date, topics=self.topics, sources=[self.source(), self.source()],
            summary_en=self.text("and they spoke of", 270), programs=self.programs, events=self.events,
        )  # fmt: skip
        for order, (official, agency) in enumerate(seats):
            title = self.text("Deputy Chair of", 200) if official else ""
            make.make_participation(meeting, agency, official, order=order, reported_title_en=title)
        for number in range(2):
            source = {"source": self.source(), "paragraph": 12}
            agreed = make.make_point(meeting, self.text("agreement on", 360), kind="agreed", **source)
            made_by, made_to = seats[number][1], seats[1 - number][1]
            make.make_commitment(agreed, made_by, self.text("to see to", 360), made_to=made_to, due="2020-09-28")
        make.make_agreement(
            self.text("memorandum", 300), parties=sides, signed=date, in_force_until="2150-11-28", meeting=meeting,
            **self.shared(),
        )  # fmt: skip

    def shared(self) -> dict[str, list]:
        return {"topics": self.topics, "sources": [self.source(), self.source()]}

    def to_come(self, sides: list[Agency]) -> tuple[list[Program], list[Event]]:
        programs = [
            make.make_program(self.text(f"program {number}", 300), agencies=sides, start="2010-09-28", **self.shared())
            for number in range(EACH)
        ]
        events = [
            make.make_event(
                self.text(f"forum {number}", 300), organisers=sides, start="2150-09-28", end="2150-11-28",
                city="Baku", country="Azerbaijan", **self.shared(),
            )
            for number in range(EACH)
        ]  # fmt: skip
        return programs, events

    def posts(self, official: Official, agency: Agency) -> None:
        for number in range(EACH):
            Appointment.objects.create(
                official=official, agency=agency, title_en=self.text("Deputy Chair of", 300),
                start=f"20{10 + number}-09-28", end=f"20{11 + number}-11-28", source=self.source(),
            )  # fmt: skip


def add() -> None:
    for name, part in LENGTHS.items():
        Filler(name, part).fill()
