-- Hours in which nothing could be foretold leave no row, so the last one that has any may be long ago; the fetches tell when
-- the last run was.
with clock as (
    select max(fetched_at) as as_of_at
    from {{ ref('stg_outcomes') }}
)

select
    o.issue_id,
    coalesce(i.current_issue_id, o.issue_id) as current_issue_id,
    o.seen_at,
    o.siaga_probability,
    o.episode_count,
    o.issue_id = coalesce(i.current_issue_id, o.issue_id)
    and max(o.seen_at) over () = o.seen_at
    and o.seen_at > clock.as_of_at - interval '24' hour as is_latest
from {{ ref('stg_ml_issue_outlooks') }} as o
cross join clock
left join {{ ref('int_issues') }} as i on o.issue_id = i.issue_id
