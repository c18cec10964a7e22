-- Peringatan apa yang dikeluarkan, mengapa, dan bagaimana penilaian analis?
select
    alert_id,
    current_issue_id,
    label,
    level_slug,
    delivery_slug,
    raised_at,
    ended_at,
    edition,
    reason,
    verdict_slug
from mart_alerts
order by raised_at desc, alert_id asc
limit 200
