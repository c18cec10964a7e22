-- Only of series whose last back-test before the forecast beat the simple methods: what does not is not shown.
with judged as (
    select
        f.*,
        s.is_shown,
        max(f.made_on) over (partition by f.issue_id, f.measure_slug) = f.made_on as is_latest,
        row_number() over (
            partition by f.issue_id, f.measure_slug, f.made_on, f.target_on order by s.made_on desc
        ) as recency
    from {{ ref('stg_ml_issue_forecasts') }} as f
    inner join {{ ref('stg_ml_issue_forecast_scores') }} as s
        on f.issue_id = s.issue_id and f.measure_slug = s.measure_slug and f.made_on >= s.made_on
)

select
    j.issue_id,
    coalesce(i.current_issue_id, j.issue_id) as current_issue_id,
    j.measure_slug,
    j.made_on,
    j.target_on,
    j.horizon_days,
    j.expected,
    j.low,
    j.high,
    j.model_slug,
    j.is_latest
from judged as j
left join {{ ref('int_issues') }} as i on j.issue_id = i.issue_id
where j.recency = 1 and j.is_shown
