-- Topik: Isu
-- Judul: Jumlah isu menurut status
-- Pertanyaan: Berapa isu yang sedang waspada, siaga, atau krisis, dan apa yang perlu dilakukan pada status itu?
select
    s.state_name,
    s.phase_name,
    count(i.issue_id) as issue_count,
    coalesce(sum(i.document_count), 0) as document_count,
    min(i.state_since_at) as oldest_since_at,
    s.state_description
from dim_issue_states as s
left join mart_issues as i on s.state_slug = i.state_slug
group by s.sort_order, s.state_name, s.phase_name, s.state_description
order by s.sort_order
