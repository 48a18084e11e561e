"""What keeps the record whole after it was entered: links, gaps, commitments, changes of many records at once.

`pages` and `forms` are what the desk shows of it; the rest knows of no request.
"""
