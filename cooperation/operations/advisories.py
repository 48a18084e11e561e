"""What pip-audit found, in a sentence: python -m cooperation.operations.advisories REPORT

It knows nothing of Django, for it runs beside the tools that look at the site's packages.
"""

import json
import sys
from pathlib import Path
from typing import Any

SOUND, FOUND, UNKNOWN = 0, 1, 2
NOT_CHECKED = (
    "Nothing was checked: the index of packages that this machine reaches knows no advisories (see var/audit.log). "
    "Run this again where the Python Package Index itself can be reached."
)


def verdict(report: Path) -> tuple[str, int]:
    """What to say of a report, and with which status to end."""
    try:
        packages = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        return NOT_CHECKED, UNKNOWN
    looked_at = [each for each in packages if "skip_reason" not in each]
    found = [_sentence(package, each) for package in looked_at for each in package.get("vulns", ())]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if found:
        return "\n".join(found), FOUND
    if not looked_at:
        return NOT_CHECKED, UNKNOWN
    if skipped:
        return f"Not known to the index, and so not checked: {', '.join(skipped)}.", UNKNOWN
    return f"No advisory is known for any of the {len(looked_at)} packages.", SOUND


def _sentence(package: dict[str, Any], advisory: dict[str, Any]) -> str:
    mended = ", ".join(advisory.get("fix_versions", ()))
    remedy = f"mended in {mended}" if mended else "not mended yet"
    return f"{package['name']} {package['version']}: {advisory['id']}, {remedy}."


if __name__ == "__main__":
    text, status = verdict(Path(sys.argv[1]))
    sys.stdout.write(f"{text}\n")
    sys.exit(status)
