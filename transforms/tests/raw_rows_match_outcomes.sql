-- What the outcomes say was loaded and quarantined is what lies in raw, load by load.
with outcomes as (
    select
        load_id,
        sum(loaded_count) as loaded_count,
        sum(quarantined_count) as quarantined_count
    from {{ ref('stg_outcomes') }}
    group by load_id
),

documents as (
    select
        load_id,
        count(*) as row_count
    from {{ ref('stg_documents') }}
    group by load_id
),

quarantine as (
    select
        load_id,
        count(*) as row_count
    from {{ ref('stg_quarantine') }}
    group by load_id
)

select o.load_id
from outcomes as o
full outer join documents as d on o.load_id = d.load_id
full outer join quarantine as q on coalesce(o.load_id, d.load_id) = q.load_id
where
    coalesce(o.loaded_count, 0) <> coalesce(d.row_count, 0)
    or coalesce(o.quarantined_count, 0) <> coalesce(q.row_count, 0)
