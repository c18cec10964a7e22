-- Topik: Isu
-- Judul: Cerita di dalam isu terbesar
-- Pertanyaan: Dari kejadian apa saja isu terbesar tersusun, dan kejadian mana yang paling banyak dimuat?
-- Catatan: Ganti syarat issue_id untuk isu lain. Judul kosong berarti cerita diawali unggahan, pengaduan, atau dokumen yang
-- ditahan.
select
    i.label,
    s.story_id,
    s.first_title,
    s.first_channel_slug,
    s.first_published_at,
    s.last_published_at,
    s.document_count,
    s.original_count,
    s.outlet_original_count,
    cast(s.negative_share as decimal(12, 3)) as negative_share
from mart_stories as s
inner join mart_issues as i on s.issue_id = i.issue_id
where
    s.issue_id = (
        select b.issue_id from mart_issues as b
        order by b.document_count desc, b.issue_id asc limit 1
    )
order by s.first_published_at, s.story_id
