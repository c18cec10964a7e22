-- Isu masa lalu yang paling mirip dengan tiap isu
select
    issue_id,
    analogue_label,
    began_at,
    similarity,
    lasted_hours,
    peak_count,
    highest_slug,
    what_followed
from mart_issue_analogues
where rank = 1 and issue_id in ({{ issues }})
order by issue_id
