"""The peer that most would write: a timeline in ordinary Django, on the tables of the record.

ListView, Paginator, django-filter, a count per facet, full-text search where the engine has it, related records
fetched together. It has less to do than the site that it is measured against: one language, no drafts, no trees of
agencies or topics, and the facets that are not chosen count what is found.
"""
