"""Great Expectations suites on what the Python rooms and dbt hand over, and their Data Docs. GX stays in this room."""
