-- Topik: Nada dan sikap
-- Judul: Sikap terhadap pemerintah, instansi, atau kebijakan setiap sektor
-- Pertanyaan: Di sektor mana kebijakan paling banyak ditolak atau dikritik sebulan terakhir, dan di mana didukung?
-- Catatan: Dokumen yang tidak menyasar instansi atau kebijakan tidak ikut dihitung dalam porsi.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
)

select
    s.sector_name,
    sum(m.supporting_count) as supporting_count,
    sum(m.stance_neutral_count) as neutral_count,
    sum(m.opposing_count) as opposing_count,
    round(
        cast(sum(m.opposing_count) as numeric)
        / nullif(sum(m.supporting_count + m.opposing_count + m.stance_neutral_count), 0),
        3
    ) as critical_share
from mart_mentions_daily as m
cross join last_day as l
inner join dim_sectors as s on m.sector_slug = s.sector_slug
where m.published_on > l.last_on - interval '30' day
group by s.sector_name
order by critical_share desc nulls last, s.sector_name asc
