-- Topik: Isu
-- Judul: Isu yang bergabung atau pecah
-- Pertanyaan: Isu mana yang dilebur, dipecah, atau ceritanya dipindahkan, dan mengapa?
-- Catatan: Angka isu dapat berubah setelah peleburan; kueri ini menjelaskan sebabnya.
select
    e.happened_at,
    e.kind_slug,
    i.label as current_label,
    e.issue_id,
    e.other_issue_id,
    e.story_id,
    e.other_story_id,
    e.reason
from mart_issue_events as e
inner join mart_issues as i on e.current_issue_id = i.issue_id
where e.kind_slug in ('isu-gabung', 'isu-pecah', 'cerita-gabung', 'cerita-pindah')
order by e.happened_at desc, e.event_id asc
limit 50
