-- Until when we listened is told by the source's own last answer, never by the clock: a feed that is asked once a day has not
-- been silent since, one that fails or is overdue has. A source that nobody asks any more ends with its last fetch, and one
-- of files with its last document, unless files came nearly every day and then stopped.
with clock as (
    select max(fetched_at) as as_of_at
    from {{ ref('stg_outcomes') }}
),

answers as (
    select
        *,
        state_slug in ('baru', 'tak-berubah', 'kosong-sah') as is_healthy,
        coalesce(next_due_at, fetched_at) as due_at
    from {{ ref('stg_outcomes') }}
),

asked as (
    select
        source_slug,
        count(http_status) + count(poll_seconds) > 0 as is_polled,
        max(fetched_at) as last_fetched_at,
        max(due_at) as due_at,
        min(case when is_healthy then fetched_at end) as first_answered_at,
        max(case when is_healthy then fetched_at end) as last_answered_at,
        max(case when is_healthy then due_at end) as answered_until
    from answers
    group by source_slug
),

days as (
    select
        source_slug,
        published_on,
        lead(published_on) over (partition by source_slug order by published_on) as next_published_on
    from {{ ref('int_documents') }}
    group by
        source_slug,
        published_on
),

-- a stray old document is no history: the first day is one that another day follows within four weeks
starts as (
    select
        source_slug,
        coalesce(
            min(case when next_published_on <= published_on + interval '28' day then published_on end), max(published_on)
        ) as first_on
    from days
    group by source_slug
),

collections as (
    select
        source_slug,
        collected_at,
        max(published_at) over (partition by source_slug) as last_published_at,
        max(collected_at) over (partition by source_slug) as last_collected_at
    from {{ ref('int_documents') }}
),

drops as (
    select
        source_slug,
        last_published_at,
        last_collected_at,
        count(
            distinct case when collected_at > last_collected_at - interval '28' day then cast(collected_at as date) end
        ) >= 20 as is_daily
    from collections
    group by
        source_slug,
        last_published_at,
        last_collected_at
),

provinces as (
    select
        name_key,
        min(province_code) as province_code
    from {{ ref('int_region_names') }}
    where region_type_slug = 'provinsi'
    group by name_key
),

spans as (
    select
        s.source_slug,
        s.channel_slug,
        s.tier,
        p.province_code,
        a.is_polled,
        greatest(b.first_on, case when a.is_polled then cast(a.first_answered_at + interval '7' hour as date) end) as first_on,
        case
            when not a.is_polled and not d.is_daily then least(d.last_published_at, clock.as_of_at)
            when a.due_at < clock.as_of_at - interval '7' day then a.last_fetched_at
            when a.is_polled and a.answered_until >= clock.as_of_at then a.last_answered_at
            when a.is_polled or d.last_collected_at < clock.as_of_at - interval '2' day then clock.as_of_at
            else least(d.last_published_at, clock.as_of_at)
        end as heard_until
    from {{ ref('stg_sources') }} as s
    inner join asked as a on s.source_slug = a.source_slug
    inner join starts as b on s.source_slug = b.source_slug
    inner join drops as d on s.source_slug = d.source_slug
    left join provinces as p on lower(s.province_name) = p.name_key
    cross join clock
)

select
    source_slug,
    channel_slug,
    tier,
    province_code,
    is_polled,
    first_on,
    heard_until,
    cast(heard_until + interval '7' hour as date) as heard_until_on
from spans
