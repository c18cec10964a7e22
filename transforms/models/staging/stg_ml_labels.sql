-- Rows of before models could abstain have no guess: the label was it.
select
    document_id,
    text_hash,
    classifier_name,
    model_version,
    label_slug,
    coalesce(guess_slug, label_slug) as guess_slug,
    score
from {{ ml_rows('labels') }}
