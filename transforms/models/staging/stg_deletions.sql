with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
)

select
    d.document_id,
    d.source_slug,
    d.address,
    cast(d.seen_at as timestamp) as seen_at,
    d._dlt_load_id as load_id
from {{ raw_rows('deletions') }} as d
inner join loads on d._dlt_load_id = loads.load_id
