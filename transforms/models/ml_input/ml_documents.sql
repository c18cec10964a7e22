select
    document_id,
    text_hash,
    document_text
from {{ ref('int_documents') }}
