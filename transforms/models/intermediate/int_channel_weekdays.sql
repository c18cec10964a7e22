-- What its weekday makes of a day: the median of that weekday over the four weeks before it, against the mean of all seven.
-- Medians, so that one holiday or one outage does not make Thursdays quiet.
with totals as (
    select
        channel_slug,
        day_number,
        weekday_number,
        cast(sum(heard_count) as double) as heard_count
    from {{ ref('int_source_days') }}
    group by
        channel_slug,
        day_number,
        weekday_number
),

medians as (
    select
        d.channel_slug,
        d.day_number,
        d.weekday_number = b.weekday_number as is_own_weekday,
        median(b.heard_count) as median_count
    from totals as d
    inner join totals as b
        on d.channel_slug = b.channel_slug and d.day_number > b.day_number and d.day_number <= b.day_number + 28
    group by
        d.channel_slug,
        d.day_number,
        d.weekday_number = b.weekday_number,
        b.weekday_number
)

select
    channel_slug,
    day_number,
    greatest(0.05, max(case when is_own_weekday then median_count end) / avg(median_count)) as weekday_factor
from medians
group by
    channel_slug,
    day_number
having count(*) = 7 and avg(median_count) > 0
