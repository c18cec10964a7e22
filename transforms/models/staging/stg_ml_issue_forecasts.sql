select
    issue_id,
    measure_slug,
    made_on,
    target_on,
    horizon_days,
    expected,
    low,
    high,
    model_slug
from {{ ml_rows('issue_forecasts') }}
