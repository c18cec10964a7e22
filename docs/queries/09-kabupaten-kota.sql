-- Topik: Wilayah
-- Judul: Kabupaten dan kota yang paling banyak dibicarakan
-- Pertanyaan: Kabupaten atau kota mana yang paling ramai sebulan terakhir, seberapa beragam isunya, dan bagaimana nadanya?
-- Catatan: Dokumen yang wilayahnya tidak terbaca tidak termasuk. Ubah jumlah hari atau batas baris sesuai keperluan.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    r.province_name,
    r.region_name,
    count(*) as mention_count,
    count(*) filter (where d.duplicate_of is null) as original_count,
    count(distinct d.sector_slug) filter (where d.sector_slug <> 'tidak-yakin') as sector_count,
    count(*) filter (where d.channel_slug = 'pengaduan') as complaint_count,
    round(
        cast(count(*) filter (where d.sentiment_slug = 'negatif') as numeric)
        / nullif(count(*) filter (where d.sentiment_slug in ('negatif', 'netral', 'positif')), 0),
        3
    ) as negative_share
from mart_documents as d
cross join last_day as l
inner join dim_regions as r on d.region_code = r.region_code
where
    d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by r.province_name, r.region_name
order by mention_count desc, r.region_name asc
limit 25
