-- The course of the issues that are shown, in one table. A move's document is the first one of the story that moved;
-- one that went up in another holds no documents any more, so there it is the other's.
with moves as (
    select m.*
    from {{ ref('stg_ml_issue_moves') }} as m
    inner join {{ ref('stg_ml_models') }} as r on m.reader_version = r.model_version
    where r.reader_name = 'stories'
),

events as (
    select
        event_id,
        issue_id,
        seen_at as happened_at,
        kind_slug,
        reason
    from moves
    union all
    select
        transition_id as event_id,
        issue_id,
        changed_at as happened_at,
        'status-berubah' as kind_slug,
        reason
    from {{ ref('stg_ml_issue_states') }}
    union all
    select
        alert_id as event_id,
        issue_id,
        raised_at as happened_at,
        'peringatan' as kind_slug,
        reason
    from {{ ref('mart_alerts') }}
    union all
    select
        event_id,
        issue_id,
        happened_at,
        kind_slug,
        cast(null as varchar) as reason
    from {{ ref('int_issue_milestones') }}
)

select
    e.event_id,
    e.issue_id,
    i.current_issue_id,
    e.happened_at,
    e.kind_slug,
    m.other_issue_id,
    m.story_id,
    m.other_story_id,
    coalesce(s.to_slug, a.level_slug) as to_slug,
    a.alert_id,
    coalesce(d.document_id, f.document_id) as document_id,
    e.reason
from events as e
inner join {{ ref('int_issues') }} as i on e.issue_id = i.issue_id
inner join {{ ref('int_issues') }} as c on i.current_issue_id = c.issue_id and c.is_shown
left join moves as m on e.event_id = m.event_id
left join {{ ref('stg_ml_issue_states') }} as s on e.event_id = s.transition_id
left join {{ ref('mart_alerts') }} as a on e.event_id = a.alert_id
left join {{ ref('int_issue_milestones') }} as f on e.event_id = f.event_id
left join {{ ref('int_issue_documents') }} as d
    on coalesce(m.other_story_id, m.story_id) = d.story_id and d.story_position = 1
