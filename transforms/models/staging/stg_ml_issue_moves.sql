select
    event_id,
    reader_version,
    seen_at,
    kind_slug,
    issue_id,
    other_issue_id,
    story_id,
    other_story_id,
    reason
from {{ ml_rows('issue_moves') }}
