-- Peluang setiap isu mencapai siaga dalam 24 jam, dan isu lama yang paling mirip.
select
    i.issue_id,
    o.siaga_probability,
    a.analogue_label,
    a.what_followed,
    a.similarity
from mart_issues as i
left join mart_issue_outlooks as o on i.issue_id = o.current_issue_id and o.is_latest
left join mart_issue_analogues as a on i.issue_id = a.issue_id and a.rank = 1
order by i.issue_id
