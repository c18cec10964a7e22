-- Topik: Nada dan sikap
-- Judul: Nada setiap hari
-- Pertanyaan: Apakah pembicaraan sebulan terakhir menjadi lebih negatif?
-- Catatan: Porsi nada negatif hanya membagi dokumen yang nadanya terbaca dengan yakin; sisanya ada di unsure_count.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
)

select
    m.published_on,
    sum(m.negative_count) as negative_count,
    sum(m.neutral_count) as neutral_count,
    sum(m.positive_count) as positive_count,
    sum(m.mention_count - m.negative_count - m.neutral_count - m.positive_count) as unsure_count,
    round(
        cast(sum(m.negative_count) as numeric) / nullif(sum(m.negative_count + m.neutral_count + m.positive_count), 0), 3
    ) as negative_share
from mart_mentions_daily as m
cross join last_day as l
where m.published_on > l.last_on - interval '30' day
group by m.published_on
order by m.published_on desc
