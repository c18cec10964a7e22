select
    issue_id,
    seen_at,
    siaga_probability,
    episode_count
from {{ ml_rows('issue_outlooks') }}
