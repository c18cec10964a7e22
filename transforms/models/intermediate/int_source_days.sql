-- Every day of a source, also those on which nothing was heard. Counts are by publication: what is collected late still counts
-- for its day.
with bounds as (
    select
        min(first_on) as first_on,
        max(heard_until_on) as last_on
    from {{ ref('int_source_spans') }}
),

calendar as (
    {{ days_between('bounds', 'first_on', 'last_on') }}
),

days as (
    select
        date_on,
        cast({{ weekday_number('date_on') }} as integer) as weekday_number,
        row_number() over (order by date_on) as day_number
    from calendar
),

heard as (
    select
        source_slug,
        published_on,
        count(*) as heard_count
    from {{ ref('int_documents') }}
    group by
        source_slug,
        published_on
),

-- of the last day, the share that usually falls before the minute until which we listened
elapsed as (
    select
        s.source_slug,
        h.share_before
        + h.hour_share * cast(extract(minute from s.heard_until) as double) / 60 as elapsed_share
    from {{ ref('int_source_spans') }} as s
    inner join {{ ref('int_source_hours') }} as h
        on s.source_slug = h.source_slug and extract(hour from s.heard_until + interval '7' hour) = h.hour_number
)

select
    s.source_slug,
    s.channel_slug,
    s.tier,
    s.province_code,
    s.is_polled,
    days.date_on as published_on,
    days.day_number,
    days.weekday_number,
    coalesce(heard.heard_count, 0) as heard_count,
    days.date_on < s.heard_until_on as is_finished,
    case when days.date_on < s.heard_until_on then 1.0 else elapsed.elapsed_share end as elapsed_share,
    max(case when heard.heard_count > 0 then days.day_number end) over (
        partition by s.source_slug order by days.day_number rows between unbounded preceding and 1 preceding
    ) as last_heard_number
from {{ ref('int_source_spans') }} as s
inner join days on s.first_on <= days.date_on and s.heard_until_on >= days.date_on
inner join elapsed on s.source_slug = elapsed.source_slug
left join heard on s.source_slug = heard.source_slug and days.date_on = heard.published_on
