select
    document_id,
    text_hash,
    classifier_name,
    model_version,
    label_slug,
    score
from {{ ml_rows('labels') }}
