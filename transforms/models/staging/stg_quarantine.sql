with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
)

select
    q.quarantine_id,
    q.source_slug,
    q.address,
    q.record_number,
    q.reason_slug,
    q.reason_detail,
    q.record_json,
    cast(q.collected_at as timestamp) as collected_at,
    q._dlt_load_id as load_id
from {{ raw_rows('quarantine') }} as q
inner join loads on q._dlt_load_id = loads.load_id
