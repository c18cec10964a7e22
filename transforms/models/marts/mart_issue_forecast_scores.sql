select
    s.issue_id,
    coalesce(i.current_issue_id, s.issue_id) as current_issue_id,
    s.measure_slug,
    s.model_slug,
    s.made_on,
    s.origin_count,
    s.naive_ratio,
    s.seasonal_ratio,
    s.smoothing_ratio,
    s.coverage_share,
    s.is_shown,
    max(s.made_on) over (partition by s.issue_id, s.measure_slug) = s.made_on as is_latest
from {{ ref('stg_ml_issue_forecast_scores') }} as s
left join {{ ref('int_issues') }} as i on s.issue_id = i.issue_id
