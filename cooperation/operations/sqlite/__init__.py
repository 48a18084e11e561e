"""Django's SQLite backend, with connections that outlive a request.

A new connection reads the whole schema, and the triggers that follow the record make that half the time of a page.
"""
