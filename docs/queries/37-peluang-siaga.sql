-- Topik: Prakiraan
-- Judul: Peluang isu mencapai siaga dalam 24 jam
-- Pertanyaan: Isu mana yang paling mungkin memburuk sehari ke depan?
-- Catatan: Peluang dipelajari dari episode_count kejadian lampau; makin sedikit, makin kurang pasti.
select
    i.label,
    i.state_slug,
    o.seen_at,
    cast(o.siaga_probability as decimal(12, 2)) as siaga_probability,
    o.episode_count
from mart_issue_outlooks as o
inner join mart_issues as i on o.current_issue_id = i.issue_id
where o.is_latest
order by o.siaga_probability desc, i.issue_id asc
