select
    document_id,
    text_hash,
    classifier_name,
    model_version,
    label_slug,
    guess_slug,
    score,
    is_sure,
    is_current
from {{ ref('int_document_labels') }}
