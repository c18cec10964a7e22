-- The clock of a day: which share of it usually falls into each hour. Learnt from the four weeks before the source's last day;
-- a source of few documents leans on its channel, as if it had seen a hundred of the channel's documents.
with heard as (
    select
        s.source_slug,
        cast(extract(hour from d.published_at + interval '7' hour) as integer) as hour_number,
        count(*) as heard_count
    from {{ ref('int_source_spans') }} as s
    inner join {{ ref('int_documents') }} as d on s.source_slug = d.source_slug
    where
        d.published_on < s.heard_until_on
        and d.published_on >= s.heard_until_on - interval '28' day
        and d.published_on >= s.first_on
    group by
        s.source_slug,
        cast(extract(hour from d.published_at + interval '7' hour) as integer)
),

hours as (
    {% for hour in range(24) -%}
        select {{ hour }} as hour_number{{ ' union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        s.source_slug,
        s.channel_slug,
        hours.hour_number,
        coalesce(heard.heard_count, 0) as heard_count,
        sum(heard.heard_count) over (partition by s.source_slug) as source_count,
        sum(heard.heard_count) over (partition by s.channel_slug, hours.hour_number) as channel_hour_count,
        sum(heard.heard_count) over (partition by s.channel_slug) as channel_count
    from {{ ref('int_source_spans') }} as s
    cross join hours
    left join heard on s.source_slug = heard.source_slug and hours.hour_number = heard.hour_number
),

shared as (
    select
        source_slug,
        hour_number,
        heard_count,
        cast(heard_count + 100 * (coalesce(channel_hour_count, 0) + 1) / (coalesce(channel_count, 0) + 24) as double)
        / (coalesce(source_count, 0) + 100) as hour_share
    from counted
)

select
    source_slug,
    hour_number,
    cast(heard_count as bigint) as heard_count,
    hour_share,
    sum(hour_share) over (partition by source_slug order by hour_number rows between unbounded preceding and current row)
    - hour_share as share_before
from shared
