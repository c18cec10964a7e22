select
    api_slug,
    window_started_at,
    cast(window_started_at + interval '7' hour as date) as window_started_on,
    cast(sum(spent_units) as bigint) as spent_units,
    max_by(limit_units, spent_at) as limit_units,
    case
        when max_by(limit_units, spent_at) > 0
            then greatest(0.0, 1 - cast(sum(spent_units) as double) / max_by(limit_units, spent_at))
    end as left_share,
    count(distinct source_slug) as source_count,
    max(spent_at) as last_spent_at
from {{ ref('stg_quota') }}
group by
    api_slug,
    window_started_at
