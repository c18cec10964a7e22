with alerts as (
    select
        a.current_issue_id,
        a.level_slug,
        a.alert_id,
        row_number() over (
            partition by a.current_issue_id order by d.sort_order desc, a.raised_at asc, a.alert_id asc
        ) as alert_rank
    from {{ ref('mart_alerts') }} as a
    inner join {{ ref('dim_issue_states') }} as d on a.level_slug = d.state_slug
    where a.is_open
)

select
    i.issue_id,
    i.label,
    i.key_phrases,
    coalesce(t.to_slug, 'normal') as state_slug,
    t.changed_at as state_since_at,
    t.reason as state_reason,
    a.level_slug as alert_level_slug,
    a.alert_id,
    s.began_at as first_published_at,
    s.last_published_at,
    l.first_complaint_at,
    l.first_post_at,
    l.first_news_at,
    l.first_release_at,
    l.first_check_at,
    l.first_channel_slug,
    l.second_channel_slug,
    l.first_channel_lead_hours,
    l.lead_sentence,
    s.document_count,
    s.original_count,
    s.story_count,
    s.outlet_count,
    s.outlet_original_count,
    s.account_count,
    s.account_original_count,
    s.province_count,
    s.national_count,
    s.provincial_count,
    s.local_count,
    s.complaint_count,
    s.post_count,
    s.news_count,
    s.release_count,
    s.check_count,
    s.negative_count,
    s.negative_share,
    s.negative_original_share,
    s.critical_count,
    s.critical_share,
    s.critical_original_share,
    s.official_share,
    s.reach_count,
    s.novelty_share
from {{ ref('int_issues') }} as i
inner join {{ ref('int_issue_spans') }} as s on i.issue_id = s.issue_id and s.span_slug = 'semua'
inner join {{ ref('int_issue_leads') }} as l on i.issue_id = l.issue_id
left join {{ ref('mart_issue_states') }} as t on i.issue_id = t.issue_id and t.is_current
left join alerts as a on i.issue_id = a.current_issue_id and a.alert_rank = 1
where i.is_shown
