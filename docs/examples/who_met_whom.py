"""Which Azerbaijani bodies a UN agency met, and how often, from the record's table of participations.

    curl -O https://record.example/data/participations.csv
    python who_met_whom.py participations.csv unicef

Only Python itself is needed. With pandas the table is read by `pandas.read_csv("participations.csv")`.
"""

import csv
import sys
from collections import Counter, defaultdict


def main(path: str, agency: str) -> None:
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"un": set(), "azerbaijan": set()})
    names: dict[str, str] = {}
    # The byte order mark is for spreadsheets; utf-8-sig takes it away.
    with open(path, encoding="utf-8-sig", newline="") as file:
        for seat in csv.DictReader(file):
            sides[seat["meeting"]][seat["side"]].add(seat["agency"])
            names[seat["agency"]] = seat["agency_name_en"]
    met = Counter(body for meeting in sides.values() if agency in meeting["un"] for body in meeting["azerbaijan"])
    for body, meetings in sorted(met.items(), key=lambda pair: (-pair[1], names[pair[0]])):
        print(f"{meetings:4} {names[body]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
