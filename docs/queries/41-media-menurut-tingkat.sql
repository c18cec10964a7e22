-- Topik: Media dan salinan
-- Judul: Berita menurut tingkat media
-- Pertanyaan: Apakah isu sebulan terakhir dimuat media nasional, provinsi, atau lokal, dan bagaimana nadanya?
-- Catatan: Media yang tidak terdaftar tidak bertingkat.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    case d.outlet_tier
        when 1 then 'nasional'
        when 2 then 'provinsi'
        when 3 then 'lokal'
        else 'tidak terdaftar'
    end as tier_name,
    count(distinct d.outlet_name) as outlet_count,
    count(*) as mention_count,
    count(*) filter (where d.duplicate_of is null) as original_count,
    round(
        cast(count(*) filter (where d.sentiment_slug = 'negatif') as numeric)
        / nullif(count(*) filter (where d.sentiment_slug in ('negatif', 'netral', 'positif')), 0),
        3
    ) as negative_share
from mart_documents as d
cross join last_day as l
where
    d.channel_slug = 'berita'
    and d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by d.outlet_tier
order by d.outlet_tier
