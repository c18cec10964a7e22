-- The day is judged by the source's own scatter (macros/limits.sql). A day on which the rest of the channel publishes less or
-- more moves the limits, not the expectation: a holiday is no source's silence. By half at most, for when everything falls
-- silent something is wrong with us.
with expected as (
    select
        d.*,
        e.dispersion,
        case when e.history_count >= 14 and (d.is_polled or e.is_regular) then e.expected_count * d.elapsed_share end
            as expected_count
    from {{ ref('int_source_days') }} as d
    left join {{ ref('int_source_days_expected') }} as e on d.source_slug = e.source_slug and d.day_number = e.day_number
),

channels as (
    select
        *,
        sum(case when expected_count is not null then heard_count end) over channel_day - heard_count as others_heard_count,
        sum(expected_count) over channel_day - expected_count as others_expected_count
    from expected
    window channel_day as (partition by channel_slug, day_number)
),

-- as if fifty more documents had come as expected, so that a few of the others tell little
moods as (
    select
        *,
        sqrt(expected_count * dispersion + 1) as spread_count,
        least(2.0, greatest(0.5, (others_heard_count + 50) / (others_expected_count + 50))) as mood
    from channels
),

limits as (
    select
        *,
        {{ low_limit('expected_count', 'spread_count', 'dispersion') }} * least(1.0, mood) as low_count,
        {{ high_limit('expected_count', 'spread_count', 'dispersion') }} * greatest(1.0, mood) as high_count,
        sum(expected_count * least(1.0, mood)) over (
            partition by source_slug, last_heard_number order by day_number rows between unbounded preceding and current row
        ) as awaited_count
    from moods
)

select
    source_slug,
    tier,
    province_code,
    published_on,
    day_number,
    is_finished,
    heard_count,
    expected_count,
    spread_count,
    low_count,
    high_count,
    case
        when expected_count is null then 'belum-cukup-riwayat'
        when heard_count = 0 and {{ is_zero_unlikely('awaited_count', 'dispersion') }} then 'sunyi'
        when heard_count < low_count then 'kurang'
        when heard_count > high_count then 'melonjak'
        else 'cukup'
    end as state_slug
from limits
