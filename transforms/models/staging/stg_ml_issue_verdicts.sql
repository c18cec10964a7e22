select
    verdict_id,
    alert_id,
    verdict_slug,
    analyst_id,
    note,
    given_at
from {{ ml_rows('issue_verdicts') }}
