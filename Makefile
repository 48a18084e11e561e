# Nothing needs to be set: `make run` gives the living site, `make test` runs every test.
PORT ?= 8000

.PHONY: help run test bench messages

help:
	@echo "make run             the site with its content, at http://127.0.0.1:8000/"
	@echo "make run PORT=8123   the same at another port"
	@echo "make test            every test, on SQLite and PostgreSQL"
	@echo "make bench           this site beside its peers, into docs/benchmarks.md; SIZE=1k takes two minutes"
	@echo "make messages        new strings into the translators' files, and those compiled (needs gettext)"

run:
	@sh cooperation/operations/bootstrap.sh requirements.txt
	@exec .venv/bin/python manage.py serve --port "$(PORT)"

test:
	@sh cooperation/operations/bootstrap.sh requirements-dev.txt
	@.venv/bin/python -m pytest --cov --dist each \
		--tx popen//id=sqlite//env:ENGINE=sqlite \
		--tx popen//id=postgresql//env:ENGINE=postgresql
	@echo "Every test passed, on SQLite and on PostgreSQL."

# SIZE (1k, 100k, 1m or any number) and ENGINE (sqlite, postgresql) limit it, BENCH_DIR keeps the data for the next run.
# It leaves out nginx, and counts pages a second more coarsely, where nginx-light and wrk are not installed.
bench:
	@sh cooperation/operations/bootstrap.sh requirements-bench.txt .venv-bench
	@.venv-bench/bin/python -m benchmarks.run

# The files of translators are cooperation/locale/*/LC_MESSAGES/django.po; the .mo beside each is what the site reads.
# Run it, fill what is empty or marked "fuzzy", run it again. A test names every string without a translation.
messages:
	@.venv/bin/python manage.py makemessages --locale az --locale ru --no-wrap --add-location file --no-obsolete \
		--ignore ".venv*" --ignore var --ignore tests --ignore benchmarks
	@.venv/bin/python manage.py compilemessages --ignore ".venv*"
