-- Topik: Nada dan sikap
-- Judul: Nada setiap sektor
-- Pertanyaan: Di sektor mana porsi nada negatif paling besar sebulan terakhir?
-- Catatan: Nada adalah nada teks; kabar bencana pun negatif. Jangan membandingkan sektor dengan decided_count kecil.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
)

select
    s.sector_name,
    sum(m.mention_count) as mention_count,
    sum(m.negative_count + m.neutral_count + m.positive_count) as decided_count,
    round(
        cast(sum(m.negative_count) as numeric) / nullif(sum(m.negative_count + m.neutral_count + m.positive_count), 0), 3
    ) as negative_share
from mart_mentions_daily as m
cross join last_day as l
inner join dim_sectors as s on m.sector_slug = s.sector_slug
where m.published_on > l.last_on - interval '30' day
group by s.sector_name
order by negative_share desc nulls last, s.sector_name asc
