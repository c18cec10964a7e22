-- Topik: Aspirasi
-- Judul: Aspirasi menurut sektor
-- Pertanyaan: Perubahan kebijakan apa yang diminta masyarakat sebulan terakhir, di sektor mana?
-- Catatan: demand_count menghitung satu tuntutan yang disalin berkali-kali sebagai satu; campaign_count adalah dokumen
-- kampanye salin-tempel.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    s.sector_name,
    count(*) as aspiration_count,
    count(distinct coalesce(a.family_id, a.document_id)) as demand_count,
    count(*) filter (where a.is_campaign) as campaign_count,
    count(*) filter (where a.stance_slug = 'menolak') as opposing_count,
    count(*) filter (where a.stance_slug = 'mendukung') as supporting_count
from mart_aspirations as a
cross join last_day as l
inner join dim_sectors as s on coalesce(a.sector_slug, 'belum-terbaca') = s.sector_slug
where a.published_on > l.last_on - interval '30' day
group by s.sector_name
order by demand_count desc, s.sector_name asc
