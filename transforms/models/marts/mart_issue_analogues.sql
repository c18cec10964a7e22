select
    a.issue_id,
    a.rank,
    a.analogue_issue_id,
    p.label as analogue_label,
    a.began_at,
    a.similarity,
    a.content_similarity,
    a.shape_similarity,
    a.lasted_hours,
    a.peak_count,
    a.highest_slug,
    a.what_followed
from {{ ref('stg_ml_issue_analogues') }} as a
left join {{ ref('int_issues') }} as p on a.analogue_issue_id = p.issue_id
