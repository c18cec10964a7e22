-- Isu apa yang paling panas, apa statusnya, dan bagaimana perjalanannya?
select
    i.issue_id,
    i.label,
    i.key_phrases,
    i.state_slug,
    s.state_name,
    i.state_since_at,
    i.state_reason,
    i.alert_level_slug,
    i.first_published_at,
    i.last_published_at,
    i.document_count,
    i.original_count,
    i.negative_share,
    i.critical_share,
    i.official_share,
    i.outlet_count,
    i.lead_sentence,
    h.heat,
    h.day_counts
from mart_issue_heats as h
inner join mart_issues as i on h.issue_id = i.issue_id
inner join dim_issue_states as s on i.state_slug = s.state_slug
where h.heat_rank <= 60
order by h.heat_rank
