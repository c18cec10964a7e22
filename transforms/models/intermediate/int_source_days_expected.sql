-- Counts are first freed of the channel's week; their median over 28 days is the level, which the source's own weekday pulls
-- half-way once there are three of a kind. The 28 days end with the last one on which the source was heard: a feed that has
-- died keeps the expectation of its last weeks, and does not become a source of which nothing is expected. A source heard on
-- fewer than five days of seven is taken by its mean, for its median would be nothing.
with levels as (
    select
        d.source_slug,
        d.day_number,
        d.weekday_number,
        d.last_heard_number,
        coalesce(f.weekday_factor, 1.0) as weekday_factor,
        d.heard_count / coalesce(f.weekday_factor, 1.0) as level_count,
        case when d.heard_count > 0 then 1 else 0 end as is_heard
    from {{ ref('int_source_days') }} as d
    left join {{ ref('int_channel_weekdays') }} as f on d.channel_slug = f.channel_slug and d.day_number = f.day_number
),

histories as (
    select
        *,
        count(*) over four_weeks as history_count,
        sum(is_heard) over four_weeks * 7 >= count(*) over four_weeks * 5 as is_regular,
        {{ median_over('level_count') }} over four_weeks as median_count,
        avg(level_count) over four_weeks as mean_count,
        var_samp(level_count) over four_weeks as variance,
        {{ median_over('level_count') }} over own_weekday as own_weekday_count,
        count(*) over own_weekday as own_weekday_days
    from levels
    window
        four_weeks as (partition by source_slug order by day_number rows between 27 preceding and current row),
        own_weekday as (partition by source_slug, weekday_number order by day_number rows between 4 preceding and 1 preceding)
),

expected as (
    select
        d.source_slug,
        d.day_number,
        d.last_heard_number,
        d.level_count,
        d.weekday_factor,
        a.history_count,
        a.is_regular,
        case
            when not a.is_regular then a.mean_count
            when d.own_weekday_days >= 3 and d.last_heard_number = d.day_number - 1
                then (d.own_weekday_days * d.own_weekday_count + 4 * a.median_count) / (d.own_weekday_days + 4)
            else a.median_count
        end as expected_level,
        case when a.is_regular then 2.0 else greatest(2.0, a.variance / nullif(a.mean_count, 0)) end as least_dispersion
    from histories as d
    inner join histories as a on d.source_slug = a.source_slug and d.last_heard_number = a.day_number
),

strays as (
    select
        source_slug,
        day_number,
        1.4826 * {{ median_over('abs(level_count - expected_level)') }} over (
            partition by source_slug order by day_number rows between 27 preceding and current row
        ) as spread_level
    from expected
)

select
    e.source_slug,
    e.day_number,
    e.history_count,
    e.is_regular,
    e.expected_level * e.weekday_factor as expected_count,
    greatest(
        e.least_dispersion, power(s.spread_level * e.weekday_factor, 2) / nullif(e.expected_level * e.weekday_factor, 0)
    ) as dispersion
from expected as e
left join strays as s on e.source_slug = s.source_slug and e.last_heard_number = s.day_number
