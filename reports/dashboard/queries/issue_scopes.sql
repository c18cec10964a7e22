-- Provinsi, sektor, kanal, dan instansi yang dibicarakan dokumen setiap isu terpanas.
with documents as (
    select
        i.issue_id,
        d.document_id,
        d.province_code,
        d.sector_slug,
        d.channel_slug
    from mart_issue_documents as i
    inner join mart_issue_heats as h on i.issue_id = h.issue_id
    inner join mart_documents as d on i.document_id = d.document_id
    where h.heat_rank <= 60
),

scopes as (
    select
        issue_id,
        document_id,
        unnest(['provinces', 'sectors', 'channels']) as scope_slug,
        unnest([province_code, sector_slug, channel_slug]) as scope_value
    from documents
    union distinct
    select
        d.issue_id,
        d.document_id,
        'agencies' as scope_slug,
        a.agency_slug as scope_value
    from documents as d
    inner join mart_document_agencies as a on d.document_id = a.document_id
    where a.role_slug = 'disebut' or a.rank = 1
)

select
    issue_id,
    scope_slug,
    scope_value,
    count(*) as document_count
from scopes
where scope_value is not null
group by issue_id, scope_slug, scope_value
order by issue_id asc, scope_slug asc, document_count desc, scope_value asc
