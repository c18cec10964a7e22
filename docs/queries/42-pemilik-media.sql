-- Topik: Media dan salinan
-- Judul: Berita menurut kelompok pemilik media
-- Pertanyaan: Berapa banyak berita sebulan terakhir datang dari media sekelompok pemilik?
-- Catatan: Pemilik hanya diisi bila diketahui umum; media satu kelompok sering memuat naskah yang sama.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    coalesce(d.outlet_owner_name, 'Belum diketahui') as owner_name,
    count(distinct d.outlet_name) as outlet_count,
    count(*) as mention_count,
    count(*) filter (where d.duplicate_of is null) as original_count,
    round(cast(count(*) as numeric) / sum(count(*)) over (), 3) as news_share
from mart_documents as d
cross join last_day as l
where
    d.channel_slug = 'berita'
    and d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by coalesce(d.outlet_owner_name, 'Belum diketahui')
order by mention_count desc, owner_name asc
