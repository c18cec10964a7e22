select
    document_id,
    input_hash,
    reader_version,
    text_key,
    family_id,
    matched_document_id,
    similarity
from {{ ml_rows('duplicates') }}
