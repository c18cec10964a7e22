"""Who was not heard: sources of which yesterday, by Jakarta's day, lies outside what they usually bring."""

from __future__ import annotations

import duckdb

from warehouse.layout import Layout

UNUSUAL = """
    with as_of as (
        select cast(max(last_fetched_at) + interval '7' hour as date) as as_of_on
        from warehouse.main.mart_source_health
    )
    select c.scope_value as source_slug, c.state_slug, c.heard_count, round(c.expected_count, 1) as expected_count
    from warehouse.main.mart_coverage_daily as c
    inner join as_of on c.published_on = as_of.as_of_on - 1
    where c.scope_slug = 'sumber' and c.state_slug in ('sunyi', 'kurang', 'melonjak')
    order by c.state_slug <> 'sunyi', c.expected_count desc, source_slug"""


def unusual_sources(layout: Layout) -> list[dict]:
    """Rows of source_slug, state_slug (sunyi, kurang, melonjak), heard_count and expected_count; none is a quiet day."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{layout.warehouse}' as warehouse (read_only)")
        return connection.execute(UNUSUAL).to_arrow_table().to_pylist()
