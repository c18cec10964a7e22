{{ config(materialized = 'view') }}

-- A label counts while a passing model of that version reads, and for the text as it stands now. Clusters lie beside the
-- labels: they are for drift alone.
select
    l.document_id,
    l.text_hash,
    l.classifier_name,
    l.model_version,
    l.label_slug,
    l.guess_slug,
    l.score,
    l.label_slug <> 'tidak-yakin' as is_sure,
    m.reader_name is not null and c.document_id is not null as is_current
from {{ ref('stg_ml_labels') }} as l
left join {{ ref('stg_ml_models') }} as m
    on l.classifier_name = m.reader_name and l.model_version = m.model_version and m.is_passing
left join {{ ref('int_documents_cleaned') }} as c on l.document_id = c.document_id and l.text_hash = c.text_hash
where l.classifier_name <> 'gugus'
