select
    document_id,
    input_hash,
    reader_version,
    published_at,
    story_id,
    issue_id,
    similarity
from {{ ml_rows('issue_documents') }}
