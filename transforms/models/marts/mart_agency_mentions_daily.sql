-- An agency that a text names and that would have to act counts once.
with concerned as (
    select distinct
        document_id,
        agency_slug,
        agency_name
    from {{ ref('mart_document_agencies') }}
    where role_slug = 'disebut' or rank = 1
)

select
    a.agency_slug,
    a.agency_name,
    d.published_on,
    coalesce(d.sector_slug, 'belum-terbaca') as sector_slug,
    coalesce(d.province_code, '00') as province_code,
    d.channel_slug,
    {{ mention_counts() }}
from {{ ref('mart_documents') }} as d
inner join concerned as a on d.document_id = a.document_id
where {{ is_mention() }}
group by
    a.agency_slug,
    a.agency_name,
    d.published_on,
    coalesce(d.sector_slug, 'belum-terbaca'),
    coalesce(d.province_code, '00'),
    d.channel_slug
