"""How well the intake reads: precision, recall and F1 of each field and language, over labelled texts.

python -m benchmarks.intake            prints the figures
python -m benchmarks.intake --write    and puts them into docs/intake.md
python -m benchmarks.intake --wrong development    names what is wrong, text by text; never for the unseen ones
"""

import os
import re
import sys
import tempfile
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
