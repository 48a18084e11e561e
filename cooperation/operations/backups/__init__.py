"""Whole copies of the database, made while editing goes on, and put back.

`engines` copies a database into a file and a file into a database; `files` gives a copy its name, its checksum and,
where there is a key, its encryption, and takes old ones away. Checksums are `sha256sum` files, the encryption is age,
the copies are SQLite files and archives of `pg_dump`: each can be read without this project.
"""
