-- Only labels of the current version of each classifier, and only of the text as it stands now.
with current_labels as (
    select
        l.document_id,
        l.text_hash,
        l.classifier_name,
        l.model_version,
        l.label_slug,
        l.score
    from {{ ref('stg_ml_labels') }} as l
    inner join {{ ref('stg_ml_models') }} as m
        on l.classifier_name = m.reader_name and l.model_version = m.model_version
    where m.is_passing
)

select
    d.document_id,
    max(case when l.classifier_name = 'sentimen' then l.label_slug end) as sentiment_slug,
    max(case when l.classifier_name = 'sentimen' then l.score end) as sentiment_score,
    max(case when l.classifier_name = 'sentimen' then l.model_version end) as sentiment_version,
    max(case when l.classifier_name = 'sektor' then l.label_slug end) as sector_slug,
    max(case when l.classifier_name = 'sektor' then l.score end) as sector_score,
    max(case when l.classifier_name = 'sektor' then l.model_version end) as sector_version
from {{ ref('int_documents_cleaned') }} as d
inner join current_labels as l on d.document_id = l.document_id and d.text_hash = l.text_hash
group by d.document_id
