"""Stories and issues out of the stream, how they develop, and when to say so. From tables to tables.

A story is one event (a window of seven days); an issue is what stories add up to. docs/issues.md tells how.
"""
