select
    o.issue_id,
    coalesce(i.current_issue_id, o.issue_id) as current_issue_id,
    o.seen_at,
    o.siaga_probability,
    o.episode_count,
    o.issue_id = coalesce(i.current_issue_id, o.issue_id) and max(o.seen_at) over () = o.seen_at as is_latest
from {{ ref('stg_ml_issue_outlooks') }} as o
left join {{ ref('int_issues') }} as i on o.issue_id = i.issue_id
