-- Topik: Aspirasi
-- Judul: Aspirasi menurut provinsi dan kanal
-- Pertanyaan: Dari provinsi mana aspirasi datang sebulan terakhir, dan lewat kanal apa?
-- Catatan: demand_count menghitung tuntutan tanpa salinan; kolom kanal menghitung dokumen.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    r.province_name,
    count(distinct coalesce(a.family_id, a.document_id)) as demand_count,
    count(*) filter (where a.channel_slug = 'pengaduan') as complaint_count,
    count(*) filter (where a.channel_slug = 'media-sosial') as post_count,
    count(*) filter (where a.channel_slug = 'berita') as news_count
from mart_aspirations as a
cross join last_day as l
inner join dim_regions as r on coalesce(a.province_code, '00') = r.region_code
where a.published_on > l.last_on - interval '30' day
group by r.province_name
order by demand_count desc, r.province_name asc
