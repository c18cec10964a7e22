with span as (
    select cast(max(published_on) as timestamp) as last_at
    from {{ ref('mart_mentions_daily') }}
)

select
    m.published_on,
    cast({{ hours_between('cast(m.published_on as timestamp)', 'max(s.last_at)') }} / 24 as bigint) as age_days,
    m.agency_slug,
    m.agency_name,
    cast(sum(m.mention_count) as bigint) as mention_count,
    cast(sum(m.original_count) as bigint) as original_count,
    cast(sum(m.negative_count) as bigint) as negative_count,
    cast(sum(m.neutral_count) as bigint) as neutral_count,
    cast(sum(m.positive_count) as bigint) as positive_count,
    cast(sum(m.supporting_count) as bigint) as supporting_count,
    cast(sum(m.opposing_count) as bigint) as opposing_count,
    cast(sum(m.stance_neutral_count) as bigint) as stance_neutral_count
from {{ ref('mart_agency_mentions_daily') }} as m
cross join span as s
group by
    m.published_on,
    m.agency_slug,
    m.agency_name
