select
    issue_id,
    measure_slug,
    model_slug,
    made_on,
    origin_count,
    naive_ratio,
    seasonal_ratio,
    smoothing_ratio,
    coverage_share,
    is_shown
from {{ ml_rows('issue_forecast_scores') }}
