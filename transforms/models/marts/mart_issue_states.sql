-- A state holds until the next change; the last one holds still.
select
    s.transition_id,
    s.issue_id,
    coalesce(i.current_issue_id, s.issue_id) as current_issue_id,
    s.changed_at,
    lead(s.changed_at) over (partition by s.issue_id order by s.changed_at) as until_at,
    lead(s.changed_at) over (partition by s.issue_id order by s.changed_at) is null as is_current,
    s.from_slug,
    s.to_slug,
    d.phase_slug,
    s.rule_slug,
    s.reason,
    s.measures_json,
    s.coverage_share
from {{ ref('stg_ml_issue_states') }} as s
left join {{ ref('int_issues') }} as i on s.issue_id = i.issue_id
left join {{ ref('dim_issue_states') }} as d on s.to_slug = d.state_slug
