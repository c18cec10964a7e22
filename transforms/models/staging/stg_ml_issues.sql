select
    issue_id,
    reader_version,
    merged_into_issue_id,
    label,
    key_phrases,
    first_at,
    last_at,
    document_count,
    story_count,
    is_shown
from {{ ml_rows('issues') }}
