"""How well the intake reads: precision, recall and F1 of each field and language, over labelled texts.

python -m benchmarks.intake            prints the figures
python -m benchmarks.intake --write    and puts them into docs/intake.md
python -m benchmarks.intake --time     says how long it takes, right after a save and for a very long text
python -m benchmarks.intake --wrong development    names what is wrong, text by text; never for the unseen ones
"""

import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

LANGUAGES = ("en", "az", "ru", "all")
PAGE = Path(__file__).parent.parent / "docs" / "intake.md"
_PLACE = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.S)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _with_content(folder)
        from .scoring import labelled, scored

        if "--wrong" in sys.argv:
            _tell_mistakes(labelled("development"))
            return
        if "--time" in sys.argv:
            _tell_times(labelled("development"))
            return
        tables = "\n".join(
            f"### {title}: {len(texts)} texts\n\n{_table(scored(texts))}"
            for title, texts in (("Unseen", labelled("unseen")), ("Development", labelled("development")))
        )
        print(tables)
        if "--write" in sys.argv:
            PAGE.write_text(
                _PLACE.sub(lambda match: f"{match[1]}\n{tables}\n{match[2]}", PAGE.read_text("utf-8")), "utf-8"
            )


def _with_content(folder: str) -> None:
    """A database of its own with the real content."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DATA_DIR"] = folder
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_record", verbosity=0)


def _table(scores: dict) -> str:
    from .scoring import FIELDS, Score

    lines = ["| field | " + " | ".join(f"{language}: P / R / F1" for language in LANGUAGES) + " |", "|---" * 5 + "|"]
    for field in FIELDS:
        cells = (scores.get((field, language), Score()) for language in LANGUAGES)
        lines.append(
            f"| {field} | " + " | ".join(f"{c.precision:.2f} / {c.recall:.2f} / {c.f1:.2f}" for c in cells) + " |"
        )
    return "\n".join(lines) + "\n"


def _tell_times(texts: list[dict]) -> None:
    """Seconds of the processor for a text of ordinary length after each kind of save, and for one that is too long."""
    from cooperation.editorial import intake
    from cooperation.editorial.intake.texts import READ_AT_MOST
    from cooperation.models import Agency, Meeting

    def taken(text: str, language: str) -> float:
        began = time.process_time()
        intake.read(text, published="2026-05-04", language=language)
        return time.process_time() - began

    print(
        "| language | first | nothing changed | a meeting changed | a body changed | very long |"
        + "\n"
        + "|---" * 6
        + "|"
    )
    for language in LANGUAGES[:-1]:
        some = sorted((text["input"]["text"] for text in texts if text["language"] == language), key=len)
        middle = some[len(some) // 2]
        times = [taken(middle, language), taken(middle, language)]
        for model in (Meeting, Agency):
            rounds = []
            for round_ in range(5):
                model.objects.filter(pk=model.objects.earliest("pk").pk).update(slug=f"changed-{language}-{round_}")
                rounds.append(taken(middle, language))
            times.append(statistics.median(rounds))
        long = "\n\n".join(some * (1 + READ_AT_MOST // sum(map(len, some))))
        times.append(taken(long, language))
        print(f"| {language} | " + " | ".join(f"{seconds:.2f}" for seconds in times) + " |")


def _tell_mistakes(texts: list[dict]) -> None:
    from cooperation.editorial import intake

    from .scoring import FIELDS, keys_of, paired, told

    for text in texts:
        reading = intake.read(text["input"]["text"], published=text["input"]["published"], language=text["language"])
        found = [told(meeting) for meeting in reading.meetings] if reading.found else []
        for meeting, label in paired(found, text["meetings"]):
            for field in FIELDS:
                ours, theirs = keys_of(field, meeting), keys_of(field, label)
                if ours != theirs:
                    print(text["id"], field, "found:", sorted(ours - theirs), "missed:", sorted(theirs - ours))


if __name__ == "__main__":
    main()
