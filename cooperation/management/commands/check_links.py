import datetime
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cooperation.editorial.upkeep.links.asking import Asker
from cooperation.editorial.upkeep.links.robots import Manners
from cooperation.editorial.upkeep.links.rounds import check, due
from cooperation.operations.arguments import whole_number


class Command(BaseCommand):
    help = (
        "Ask the pages that the record cites whether they still answer, one after the other and with a pause between "
        "two questions to one host. What was checked longest ago comes first, and each answer is written down at once: "
        "stop it whenever you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=whole_number, default=200, help="how many sources at most (200)")
        parser.add_argument(
            "--older-than", type=whole_number, default=30, metavar="DAYS", help="leave out what was checked since (30)"
        )
        parser.add_argument("--no-archive", action="store_true", help="do not ask the Internet Archive for copies")

    def handle(self, *args: Any, limit: int, older_than: int, no_archive: bool, verbosity: int, **options: Any) -> None:
        sources = list(due(datetime.timedelta(days=older_than), timezone.now())[:limit])
        counts: Counter[str] = Counter()
        try:
            for source, finding in check(sources, self.manners(), ask_archive=not no_archive):
                counts[finding.outcome.value] += 1
                if verbosity > 1:
                    self.stdout.write(f"{finding.outcome.value}: {source.url} ({finding.answer})")
        except KeyboardInterrupt:
            self.stdout.write("Stopped; the next round goes on from here.")
        if verbosity:
            self.stdout.write(_summary(counts))

    def manners(self) -> Manners:
        return Manners(Asker(settings.LINK_CHECK_AGENT))


def _summary(counts: Counter[str]) -> str:
    parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    return f"Links checked: {counts.total()}{f' ({parts})' if parts else ''}."
