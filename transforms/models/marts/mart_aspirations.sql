select
    d.document_id,
    d.source_slug,
    d.document_ref,
    d.channel_slug,
    d.published_on,
    d.sector_slug,
    d.stance_slug,
    d.district_code,
    d.region_code,
    d.province_code,
    d.given_agency_name,
    a.agency_slug as likely_agency_slug,
    d.like_count,
    d.share_count,
    d.family_id,
    d.duplicate_of,
    d.is_campaign,
    d.act_score,
    d.is_withheld
from {{ ref('mart_documents') }} as d
left join {{ ref('int_document_agencies') }} as a on d.document_id = a.document_id and a.role_slug = 'berwenang' and a.rank = 1
where d.act_slug = 'aspirasi' and coalesce(d.relevance_slug, '') <> 'tidak'
