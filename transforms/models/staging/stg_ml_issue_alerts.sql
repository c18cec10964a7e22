select
    alert_id,
    edition,
    issue_id,
    raised_at,
    written_at,
    level_slug,
    delivery_slug,
    label,
    reason,
    measures_json,
    evidence,
    ended_at
from {{ ml_rows('issue_alerts') }}
