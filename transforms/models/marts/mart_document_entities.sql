select
    r.document_id,
    d.published_on,
    d.channel_slug,
    r.entity_kind_slug,
    r.entity_name,
    r.official_slug,
    r.agency_slug,
    r.position_name,
    r.basis_slug,
    r.mention_count,
    r.first_position
from {{ ref('stg_ml_entities') }} as r
inner join {{ ref('int_documents_given') }} as g on r.document_id = g.document_id and r.input_hash = g.input_hash
inner join {{ ref('int_documents') }} as d on r.document_id = d.document_id
inner join {{ ref('stg_ml_models') }} as m on r.reader_version = m.model_version
where m.reader_name = 'entities'
