select
    document_id,
    story_id,
    issue_id,
    published_at,
    published_on,
    channel_slug,
    is_original,
    similarity
from {{ ref('int_issue_documents') }}
