-- What the present reader of stories holds of each issue. Where issues went up in one another, the last one stands for all.
select
    i.issue_id,
    coalesce(i.merged_into_issue_id, i.issue_id) as current_issue_id,
    i.merged_into_issue_id is null as is_standing,
    i.label,
    {{ joined('i.key_phrases', '; ') }} as key_phrases,
    i.first_at,
    i.last_at,
    i.is_shown and i.merged_into_issue_id is null as is_shown
from {{ ref('stg_ml_issues') }} as i
inner join {{ ref('stg_ml_models') }} as m on i.reader_version = m.model_version
where m.reader_name = 'stories'
