-- A document that came again in a later run than the one that saw it gone is there again.
with versions as (
    select
        document_id,
        count(*) as version_count,
        max(collected_at) as last_collected_at
    from {{ ref('stg_documents') }}
    group by document_id
)

select
    v.document_id,
    v.version_count,
    min(g.seen_at) as deleted_at_source_at
from versions as v
left join {{ ref('stg_deletions') }} as g on v.document_id = g.document_id and v.last_collected_at <= g.seen_at
group by
    v.document_id,
    v.version_count
