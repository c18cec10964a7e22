-- Topik: Volume dan porsi suara
-- Judul: Volume harian dan rata-rata tujuh hari
-- Pertanyaan: Berapa dokumen tentang isu publik setiap hari, dan apakah sedang lebih ramai daripada biasanya?
-- Catatan: Hari terakhir mungkin belum selesai didengar; bandingkan dengan kueri 39 (cakupan).
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

daily as (
    select
        d.date_on,
        coalesce(sum(m.mention_count), 0) as mention_count,
        coalesce(sum(m.original_count), 0) as original_count
    from dim_dates as d
    cross join last_day as l
    left join mart_mentions_daily as m on d.date_on = m.published_on
    where d.date_on <= l.last_on
    group by d.date_on
)

select
    date_on,
    mention_count,
    original_count,
    round(avg(mention_count) over (order by date_on rows between 6 preceding and current row), 1) as weekly_mean_count
from daily
order by date_on desc
limit 60
