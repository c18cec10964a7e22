with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
)

select
    q.api_slug,
    q.source_slug,
    cast(q.window_started_at as timestamp) as window_started_at,
    q.spent_units,
    q.limit_units,
    cast(q.spent_at as timestamp) as spent_at,
    q._dlt_load_id as load_id
from {{ raw_rows('quota') }} as q
inner join loads on q._dlt_load_id = loads.load_id
