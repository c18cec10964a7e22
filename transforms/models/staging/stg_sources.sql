with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
),

ranked as (
    select
        s.*,
        row_number() over (partition by s.source_slug order by s.seen_at desc, s._dlt_load_id desc) as recency
    from {{ raw_rows('sources') }} as s
    inner join loads on s._dlt_load_id = loads.load_id
)

select
    source_slug,
    source_kind_slug,
    channel_slug,
    description as source_description,
    tier,
    province_name,
    terms,
    terms_keep_slug,
    terms_retention_days,
    outlet_name,
    agency_name,
    group_slug,
    cast(seen_at as timestamp) as seen_at
from ranked
where recency = 1
