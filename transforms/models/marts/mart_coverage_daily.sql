-- The scatter of a wider scope is how far its own sum strayed from its expectation in the 28 days before, for sources rise and
-- fall together; never less than if each did so by itself.
with strays as (
    select
        d.scope_slug,
        d.scope_value,
        d.day_number,
        1.4826 * median(abs(b.compared_count / b.expected_count - 1)) as stray_share
    from {{ ref('int_scope_days') }} as d
    inner join {{ ref('int_scope_days') }} as b
        on
            d.scope_slug = b.scope_slug
            and d.scope_value = b.scope_value
            and d.day_number > b.day_number
            and d.day_number <= b.day_number + 28
    where b.is_finished and b.expected_count > 0
    group by
        d.scope_slug,
        d.scope_value,
        d.day_number
),

scattered as (
    select
        d.*,
        greatest(d.spread_count, d.expected_count * s.stray_share) as wide_spread_count
    from {{ ref('int_scope_days') }} as d
    left join strays as s
        on d.scope_slug = s.scope_slug and d.scope_value = s.scope_value and d.day_number = s.day_number
),

dispersed as (
    select
        *,
        greatest(2.0, power(wide_spread_count, 2) / nullif(expected_count, 0)) as dispersion
    from scattered
),

limited as (
    select
        *,
        {{ low_limit('expected_count', 'wide_spread_count', 'dispersion') }} as low_count,
        {{ high_limit('expected_count', 'wide_spread_count', 'dispersion') }} as high_count
    from dispersed
),

rows_of_all as (
    select
        published_on,
        'sumber' as scope_slug,
        source_slug as scope_value,
        is_finished,
        heard_count,
        case when expected_count is not null then heard_count end as compared_count,
        expected_count,
        low_count,
        high_count,
        case when state_slug = 'sunyi' then 1 else 0 end as silent_source_count,
        1 as source_count,
        state_slug
    from {{ ref('int_source_days_judged') }}
    union all
    select
        published_on,
        scope_slug,
        scope_value,
        is_finished,
        heard_count,
        compared_count,
        expected_count,
        low_count,
        high_count,
        silent_source_count,
        source_count,
        case
            when expected_count is null then 'belum-cukup-riwayat'
            when compared_count = 0 and {{ is_zero_unlikely('expected_count', 'dispersion') }} then 'sunyi'
            when compared_count < low_count then 'kurang'
            when compared_count > high_count then 'melonjak'
            else 'cukup'
        end as state_slug
    from limited
)

select
    r.published_on,
    r.scope_slug,
    r.scope_value,
    r.is_finished,
    r.heard_count,
    coalesce(o.original_count, 0) as original_count,
    r.compared_count,
    r.expected_count,
    r.low_count,
    r.high_count,
    case when r.expected_count > 0 then least(1.0, r.compared_count / r.expected_count) end as coverage_share,
    cast(r.silent_source_count as bigint) as silent_source_count,
    cast(r.source_count as bigint) as source_count,
    r.state_slug
from rows_of_all as r
left join {{ ref('int_scope_originals') }} as o
    on r.scope_slug = o.scope_slug and r.scope_value = o.scope_value and r.published_on = o.published_on
