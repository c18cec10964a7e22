-- An agency that past dispositions name and the registry does not hold bears the name that they give.
select
    a.document_id,
    d.published_on,
    d.channel_slug,
    a.agency_slug,
    a.agency_kind_slug,
    coalesce(a.agency_region_code, n.region_code) as agency_region_code,
    coalesce(n.agency_name, a.agency_kind_slug) || coalesce(' ' || r.region_name, '') as agency_name,
    a.role_slug,
    a.rank,
    a.score,
    a.reason
from {{ ref('int_document_agencies') }} as a
inner join {{ ref('int_documents') }} as d on a.document_id = d.document_id
left join {{ ref('dim_agencies') }} as n on a.agency_kind_slug = n.agency_slug
left join {{ ref('regions') }} as r on a.agency_region_code = r.region_code
