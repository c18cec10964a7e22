select
    transition_id,
    issue_id,
    changed_at,
    from_slug,
    to_slug,
    rule_slug,
    measures_json,
    reason,
    coverage_share
from {{ ml_rows('issue_states') }}
