-- Topik: Isu
-- Judul: Riwayat status isu
-- Pertanyaan: Kapan status setiap isu berubah sebulan terakhir, berapa lama bertahan, dan apa alasannya?
-- Catatan: duration_hours kosong selama status itu masih berlaku.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    i.label,
    t.changed_at,
    t.from_slug,
    t.to_slug,
    cast(extract(epoch from t.until_at - t.changed_at) / 3600 as decimal(12, 1)) as duration_hours,
    t.reason
from mart_issue_states as t
cross join last_day as l
inner join mart_issues as i on t.current_issue_id = i.issue_id
where t.changed_at > l.last_on - interval '30' day
order by t.changed_at desc, i.label asc
