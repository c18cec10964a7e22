with span as (
    select max(published_on) as last_on
    from mart_documents
    where relevance_slug is distinct from 'tidak'
),

concerned as (
    select distinct
        document_id,
        agency_slug,
        agency_name
    from mart_document_agencies
    where role_slug = 'disebut' or rank = 1
)

select
    a.agency_slug,
    max(a.agency_name) as agency_name,
    count(*) as mention_count,
    cast(count(*) filter (where d.sentiment_slug = 'negatif') as double)
    / nullif(count(*) filter (where d.sentiment_slug in ('negatif', 'netral', 'positif')), 0) as negative_share,
    cast(count(*) filter (where d.stance_slug = 'menolak') as double)
    / nullif(count(*) filter (where d.stance_slug in ('mendukung', 'menolak', 'netral')), 0) as critical_share
from mart_documents as d
inner join concerned as a on d.document_id = a.document_id
cross join span
where d.relevance_slug is distinct from 'tidak' and d.published_on > span.last_on - 92
group by a.agency_slug
order by mention_count desc, a.agency_slug
limit 300
