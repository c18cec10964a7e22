-- Sources side by side: what those with an expectation brought is held against what was expected of them, like with like.
with scopes as (
    select
        *,
        'tingkat' as scope_slug,
        cast(tier as varchar) as scope_value
    from {{ ref('int_source_days_judged') }}
    where tier is not null
    union all
    select
        *,
        'provinsi' as scope_slug,
        province_code as scope_value
    from {{ ref('int_source_days_judged') }}
    where province_code is not null
    union all
    select
        *,
        'semua' as scope_slug,
        'semua' as scope_value
    from {{ ref('int_source_days_judged') }}
)

select
    scope_slug,
    scope_value,
    published_on,
    day_number,
    min(case when is_finished then 1 else 0 end) = 1 as is_finished,
    cast(sum(heard_count) as bigint) as heard_count,
    cast(sum(case when expected_count is not null then heard_count end) as bigint) as compared_count,
    sum(expected_count) as expected_count,
    sqrt(sum(power(spread_count, 2))) as spread_count,
    count(*) as source_count,
    count(*) filter (where state_slug = 'sunyi') as silent_source_count
from scopes
group by
    scope_slug,
    scope_value,
    published_on,
    day_number
