-- `state_slug` speaks of the last load alone: a fetch that found nothing new leaves a healthy source healthy, and a file
-- that is no longer there cannot fail any more.
with loads as (
    select
        source_slug,
        max(cast(load_id as double)) as last_load
    from {{ ref('stg_outcomes') }}
    group by source_slug
),

last_states as (
    select
        o.source_slug,
        count(*) as address_count,
        count(*) filter (where o.state_slug in ('gagal-sementara', 'gagal-tetap')) as failing_address_count,
        max(case when o.state_slug in ('gagal-sementara', 'gagal-tetap') then o.error end) as last_error
    from {{ ref('stg_outcomes') }} as o
    inner join loads on o.source_slug = loads.source_slug and cast(o.load_id as double) = loads.last_load
    group by o.source_slug
),

totals as (
    select
        source_slug,
        sum(read_count) as read_count,
        sum(loaded_count) as loaded_count,
        sum(duplicate_count) as duplicate_count,
        sum(quarantined_count) as quarantined_count,
        max(fetched_at) as last_fetched_at,
        max(case when loaded_count > 0 then fetched_at end) as last_new_at
    from {{ ref('stg_outcomes') }}
    group by source_slug
),

documents as (
    select
        source_slug,
        count(*) as document_count,
        max(published_at) as last_published_at
    from {{ ref('int_documents') }}
    group by source_slug
)

select
    s.source_slug,
    case
        when t.source_slug is null then 'kosong-sah'
        when l.failing_address_count = l.address_count then 'gagal'
        when l.failing_address_count > 0 then 'sebagian-gagal'
        when coalesce(d.document_count, 0) = 0 and t.quarantined_count > 0 then 'semua-dikarantina'
        when coalesce(d.document_count, 0) = 0 then 'kosong-sah'
        else 'sehat'
    end as state_slug,
    coalesce(cast(t.read_count as bigint), 0) as read_count,
    coalesce(cast(t.loaded_count as bigint), 0) as loaded_count,
    coalesce(cast(t.duplicate_count as bigint), 0) as duplicate_count,
    coalesce(cast(t.quarantined_count as bigint), 0) as quarantined_count,
    coalesce(d.document_count, 0) as document_count,
    cast(t.quarantined_count as double) / nullif(t.read_count, 0) as quarantined_share,
    t.last_fetched_at,
    t.last_new_at,
    d.last_published_at,
    l.last_error
from {{ ref('stg_sources') }} as s
left join totals as t on s.source_slug = t.source_slug
left join last_states as l on s.source_slug = l.source_slug
left join documents as d on s.source_slug = d.source_slug
