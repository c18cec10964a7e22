-- Topik: Media dan salinan
-- Judul: Nada dengan dan tanpa salinan
-- Pertanyaan: Apakah nada negatif berasal dari banyak suara, atau dari naskah yang sama yang disalin berulang?
-- Catatan: Selisih yang besar berarti sindikasi atau kampanye mengangkat satu nada; pakailah angka tanpa salinan.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

counted as (
    select
        m.published_on,
        sum(m.mention_count) as mention_count,
        sum(m.original_count) as original_count,
        cast(sum(m.negative_count) as numeric)
        / nullif(sum(m.negative_count + m.neutral_count + m.positive_count), 0) as negative_share,
        cast(sum(m.negative_original_count) as numeric)
        / nullif(
            sum(m.negative_original_count + m.neutral_original_count + m.positive_original_count), 0
        ) as negative_original_share
    from mart_mentions_daily as m
    cross join last_day as l
    where m.published_on > l.last_on - interval '30' day
    group by m.published_on
)

select
    published_on,
    mention_count,
    original_count,
    round(negative_share, 3) as negative_share,
    round(negative_original_share, 3) as negative_original_share,
    round(negative_share - negative_original_share, 3) as difference
from counted
order by published_on desc
