"""Whether the pages that the record cites still answer.

`addresses` says whom the program may speak to at all, `asking` asks one question under that rule, `robots` says what a
host wants of programs, `looking` follows an address to its end, `rounds` goes through the sources and writes down what
was found. Nothing of it takes an address on trust: sources are typed by people and redirects are written by strangers.
"""
