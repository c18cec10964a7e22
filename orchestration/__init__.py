"""Dagster definitions, checks, schedules, and the `pantau` command. Nothing else knows dagster."""
