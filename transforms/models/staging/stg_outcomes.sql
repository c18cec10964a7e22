with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
)

select
    o.fetch_id,
    o.source_slug,
    o.address,
    o.state_slug,
    o.read_count,
    o.loaded_count,
    o.duplicate_count,
    o.quarantined_count,
    o.byte_count,
    o.fetch_seconds,
    o.error,
    cast(o.fetched_at as timestamp) as fetched_at,
    o.http_status,
    o.etag,
    o.last_modified,
    o.moved_to,
    o.cursor,
    o.poll_seconds,
    cast(o.next_due_at as timestamp) as next_due_at,
    o.failure_weight,
    o._dlt_load_id as load_id
from {{ raw_rows('outcomes') }} as o
inner join loads on o._dlt_load_id = loads.load_id
