"""Text, models and their results: pure functions from tables to tables. Knows no dagster and no dlt."""
