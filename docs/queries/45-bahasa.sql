-- Topik: Bahasa, nama, dan label
-- Judul: Bahasa yang dipakai
-- Pertanyaan: Berapa banyak suara dalam bahasa daerah sebulan terakhir, dan seberapa sering bahasa bercampur?
-- Catatan: Model membaca bahasa daerah kurang baik daripada bahasa Indonesia; lihat unsure_share.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    coalesce(g.language_name, d.language_slug, 'Belum dibaca') as language_name,
    count(*) as mention_count,
    round(cast(count(*) as numeric) / sum(count(*)) over (), 3) as language_share,
    cast(avg(d.code_mix_share) as decimal(12, 3)) as mean_code_mix_share,
    round(cast(count(*) filter (where d.sentiment_slug = 'tidak-yakin') as numeric) / count(*), 3) as unsure_share
from mart_documents as d
cross join last_day as l
left join dim_languages as g on d.language_slug = g.language_slug
where
    d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by coalesce(g.language_name, d.language_slug, 'Belum dibaca')
order by mention_count desc, language_name asc
