# Nothing needs to be set: `make run` gives the living site, `make test` runs every test.
PORT ?= 8000
SECONDS ?= 600

.PHONY: help run test fuzz bench sbom audit messages

help:
	@echo "make run             the site with its content, at http://127.0.0.1:8000/"
	@echo "make run PORT=8123   the same at another port"
	@echo "make test            every test, on SQLite and PostgreSQL"
	@echo "make fuzz            hostile input for ten minutes; SECONDS=60 for one"
	@echo "make sbom            what the site is made of, as CycloneDX, into var/sbom.json"
	@echo "make audit           whether an advisory is known for a package of requirements.txt"
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

# Each test of tests/fuzz goes on for as long as all of them may take, shared evenly among them. What is found is said with
# the example that shows it, and stays in the folder of hypothesis, so that the next run begins with it.
fuzz:
	@sh cooperation/operations/bootstrap.sh requirements-dev.txt
	@FUZZ_SECONDS="$(SECONDS)" HYPOTHESIS_PROFILE=fuzz nice -n 19 .venv/bin/python -m pytest tests/fuzz -v

# From the lock file, so for every platform, and with the hashes of what is installed.
sbom:
	@sh cooperation/operations/bootstrap.sh requirements-supply.txt .venv-supply
	@mkdir -p var
	@.venv-supply/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON \
		-o var/sbom.json requirements.txt
	@echo "var/sbom.json is written."

# Says so where the index of packages that is at hand knows no advisories.
audit:
	@sh cooperation/operations/bootstrap.sh requirements-supply.txt .venv-supply
	@mkdir -p var && rm -f var/advisories.json
	@.venv-supply/bin/pip-audit --disable-pip --require-hashes --progress-spinner off -f json -o var/advisories.json \
		-r requirements.txt 2>var/audit.log || true
	@.venv-supply/bin/python -m cooperation.operations.advisories var/advisories.json

# SIZE (1k, 100k, 1m or any number) and ENGINE (sqlite, postgresql) limit it, BENCH_DIR keeps the data for the next run.
# With it, CONTINUE=1 takes the trials that a run before has finished there, and goes on with the rest.
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
