"""What keeps the record whole after it was entered: links, gaps, commitments, changes of many records at once.

Nothing here knows of requests; the pages stand in `editorial.admin`.
"""
