# Nothing needs to be set: `make run` gives the living site, `make test` runs every test.
PORT ?= 8000

.PHONY: help run test

help:
	@echo "make run             the site with its content, at http://127.0.0.1:8000/"
	@echo "make run PORT=8123   the same at another port"
	@echo "make test            every test, on SQLite and PostgreSQL"

run:
	@sh cooperation/operations/bootstrap.sh requirements.txt
	@exec .venv/bin/python manage.py serve --port "$(PORT)"

test:
	@sh cooperation/operations/bootstrap.sh requirements-dev.txt
	@.venv/bin/python -m pytest --cov --dist each \
		--tx popen//id=sqlite//env:ENGINE=sqlite --tx popen//id=postgresql//env:ENGINE=postgresql
	@echo "Every test passed, on SQLite and on PostgreSQL."
