-- Topik: Pengaduan
-- Judul: Pengaduan yang meningkat menurut sektor
-- Pertanyaan: Sektor mana yang pengaduannya bertambah dalam tujuh hari terakhir?
-- Catatan: Pengaduan yang mengulang pengaduan lain tidak dihitung.
with last_day as (
    select max(published_on) as last_on from mart_documents
),

weekly as (
    select
        coalesce(c.sector_slug, 'belum-terbaca') as sector_slug,
        count(*) filter (where c.received_on > l.last_on - interval '7' day) as complaint_count,
        count(*) filter (where c.received_on <= l.last_on - interval '7' day) as previous_count
    from mart_complaints as c
    cross join last_day as l
    where
        c.duplicate_of is null
        and c.received_on > l.last_on - interval '14' day
    group by coalesce(c.sector_slug, 'belum-terbaca')
)

select
    s.sector_name,
    w.complaint_count,
    w.previous_count,
    w.complaint_count - w.previous_count as change_count
from weekly as w
inner join dim_sectors as s on w.sector_slug = s.sector_slug
order by change_count desc, w.complaint_count desc, s.sector_name asc
