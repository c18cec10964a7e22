select
    document_id,
    input_hash,
    reader_version,
    agency_slug,
    role_slug,
    rank,
    score,
    reason
from {{ ml_rows('agencies') }}
