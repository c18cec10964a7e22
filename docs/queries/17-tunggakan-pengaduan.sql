-- Topik: Pengaduan
-- Judul: Pengaduan yang belum dijawab menurut umur
-- Pertanyaan: Berapa pengaduan yang masih menunggu jawaban, dan sudah berapa lama?
-- Catatan: Umur dihitung sampai hari terakhir dalam data. Sumber yang tidak pernah menyebut waktu jawaban tidak termasuk,
-- sebab semua pengaduannya akan tampak tertunggak.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    coalesce(c.given_agency_name, 'Tanpa instansi') as given_agency_name,
    count(*) as waiting_count,
    count(*) filter (where c.received_on > l.last_on - interval '3' day) as below_3_days_count,
    count(*) filter (
        where c.received_on <= l.last_on - interval '3' day and c.received_on > l.last_on - interval '7' day
    ) as below_7_days_count,
    count(*) filter (
        where c.received_on <= l.last_on - interval '7' day and c.received_on > l.last_on - interval '30' day
    ) as below_30_days_count,
    count(*) filter (where c.received_on <= l.last_on - interval '30' day) as older_count,
    min(c.received_on) as oldest_on
from mart_complaints as c
cross join last_day as l
where
    c.answered_at is null
    and c.closed_at is null
    and c.source_slug in (
        select a.source_slug from mart_complaints as a
        where a.answered_at is not null
    )
group by coalesce(c.given_agency_name, 'Tanpa instansi')
order by waiting_count desc, given_agency_name asc
