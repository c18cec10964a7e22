select
    issue_id,
    rank,
    analogue_issue_id,
    began_at,
    similarity,
    content_similarity,
    shape_similarity,
    lasted_hours,
    peak_count,
    highest_slug,
    what_followed
from {{ ml_rows('issue_analogues') }}
