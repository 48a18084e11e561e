#!/usr/bin/env python
"""Run a management command: ./manage.py help lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed for this Python: run `make run` once, then .venv/bin/python manage.py …")
    from cooperation.operations.faults import explanation

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sentence = explanation(error)
        if sentence is None and sys.argv[1:2] == ["doctor"]:
            sentence = (
                f"FAULT    the program itself cannot be loaded ({type(error).__name__}: {error}): install it anew."
            )
        if sentence is None:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
