"""Whatever two records were: merged and parted again, every row of the record is exactly what it was."""

import random

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.editorial.duplicates.finding import in_rank
from cooperation.editorial.duplicates.merging import merge, undo
from cooperation.models import CommitmentChange, Correction, EventRelation, Participation, Role, State
from tests import factories as make

from .rows import every_row

STATES = [State.DRAFT, State.REVIEW, State.PUBLISHED, State.WITHDRAWN]


class AnyTwo(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agencies = [make.make_agency(), make.make_agency(), make.make_body()]
        cls.officials = [make.make_official(name) for name in ("Vagif Sadigov", "Vaqif Sadıqov", "Another Person")]
        cls.topics = [make.make_topic() for _ in range(2)]
        cls.sources = [make.make_source() for _ in range(2)]
        cls.events = [make.make_event() for _ in range(2)]

    def some(self, chance, records):
        return chance.sample(records, chance.randint(0, len(records)))

    def meeting(self, chance):
        meeting = make.make_meeting(
            date=chance.choice(["2024", "2024-01", "2024-01-11"]),
            state=chance.choice(STATES),
            venue=chance.choice(["", "Hall"]),
            topics=self.some(chance, self.topics),
            sources=self.some(chance, self.sources),
        )
        for event in self.some(chance, self.events):
            meeting.event_links.create(event=event, relation=chance.choice(EventRelation.values))
        for order, agency in enumerate(self.some(chance, self.agencies), start=1):
            self.seat(chance, meeting, agency, order)
        for order in range(chance.randint(0, 3)):
            self.point(chance, meeting, order)
        return meeting

    def seat(self, chance, meeting, agency, order):
        official = chance.choice([None, *self.officials])
        name = chance.choice(["", "Vagif Sadikhov"]) if official is None else ""
        make.make_participation(
            *(meeting, agency, official),
            order=order,
            reported_name=name,
            role=chance.choice(Role.values),
            reported_title_en=chance.choice([None, "Minister"]),
        )

    def point(self, chance, meeting, order):
        speaker = chance.choice([None, *meeting.participations.all()])
        text = chance.choice(["Schools", "Wells"])
        said = make.make_point(
            meeting, text, self.some(chance, self.topics), order=order, participation=speaker, source=self.sources[0]
        )
        if chance.random() < 0.5:
            made = make.make_commitment(said, self.agencies[0], chance.choice(["To build", "To drill"]))
            shown = chance.choice([None, meeting])
            if shown:
                CommitmentChange.objects.create(commitment=made, progress="under-way", on="2025", meeting=shown)

    @settings(max_examples=8)
    @given(st.integers(min_value=0, max_value=10**9))
    def test_two_meetings(self, seed):
        chance = random.Random(seed)
        kept, other = in_rank(self.meeting(chance), self.meeting(chance))
        make.make_agreement(meeting=chance.choice([None, kept, other]))
        Correction.objects.create(meeting=other, text_en="A name")
        self.merged_and_parted(kept, other, {"date": other.date, "venue": other.venue})

    @settings(max_examples=6)
    @given(st.integers(min_value=0, max_value=10**9))
    def test_two_officials(self, seed):
        chance = random.Random(seed)
        kept, other = chance.sample(self.officials, 2)
        for _ in range(3):
            meeting = self.meeting(chance)
            seated = [*meeting.participations.all()] or [Participation()]
            if chance.random() < 0.5 and seated[0].official not in (None, other):
                make.make_participation(meeting, seated[0].agency, other, order=9)
        for official in (kept, other):
            official.appointments.create(
                title_en=chance.choice(["Head", "Deputy"]), agency=self.agencies[0], start=chance.choice([None, "2020"])
            )
        self.merged_and_parted(kept, other, {"name_ru": "Вагиф"})

    @settings(max_examples=3)
    @given(st.integers(min_value=0, max_value=10**9))
    def test_two_bodies_of_which_one_is_part_of_the_other(self, seed):
        chance = random.Random(seed)
        kept, other = self.agencies[:2]
        kept.parent, kept.predecessor = chance.choice([None, other]), chance.choice([None, self.agencies[2]])
        kept.save()
        for _ in range(2):
            self.meeting(chance)
        make.make_program(agencies=self.some(chance, self.agencies))
        make.make_agreement(parties=self.some(chance, self.agencies))
        self.merged_and_parted(kept, other, {})

    def merged_and_parted(self, kept, other, taken):
        before = every_row()
        made = merge(kept, other, by=None, taken=taken)
        connection.check_constraints()
        assert not type(other).objects.filter(pk=other.pk).exists()
        undo(made, by=None)
        assert every_row() == before
