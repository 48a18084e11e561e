"""The published meetings in memory: what is behind the door where a record is large, and where it is small.

A meeting stands at a position, in the order of the timeline. For each agency, topic, official … a bitmap holds the
positions of its meetings, so that a filter is an intersection, a facet a cardinality and a page a slice. The database
stays the truth: every process follows its log of changes, and fetches from it the rows that a page shows.
"""
