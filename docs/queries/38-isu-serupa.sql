-- Topik: Prakiraan
-- Judul: Isu lampau yang serupa
-- Pertanyaan: Isu yang sedang berkembang ini mirip isu lampau yang mana, dan apa yang terjadi waktu itu?
select
    i.label,
    a.rank as analogue_rank,
    a.analogue_label,
    a.began_at,
    cast(a.similarity as decimal(12, 2)) as similarity,
    a.lasted_hours,
    a.peak_count,
    a.highest_slug,
    a.what_followed
from mart_issue_analogues as a
inner join mart_issues as i on a.issue_id = i.issue_id
order by i.label, a.rank
