-- Only what the current reader found in the document as it stands now. An office of a region is <kind of office>@<region code>.
select
    r.document_id,
    r.agency_slug,
    split_part(r.agency_slug, '@', 1) as agency_kind_slug,
    nullif(split_part(r.agency_slug, '@', 2), '') as agency_region_code,
    r.role_slug,
    r.rank,
    r.score,
    r.reason
from {{ ref('stg_ml_agencies') }} as r
inner join {{ ref('int_documents_given') }} as d on r.document_id = d.document_id and r.input_hash = d.input_hash
inner join {{ ref('stg_ml_models') }} as m on r.reader_version = m.model_version
where m.reader_name = 'agencies'
