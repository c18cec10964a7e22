-- Topik: Versi, kuota, dan kalender
-- Judul: Volume pada hari kerja, akhir pekan, dan hari libur
-- Pertanyaan: Apakah sepinya suatu hari wajar karena libur?
-- Catatan: Hari libur menurut dim_calendar; tanggal bertanda is_provisional dapat berubah.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

holidays as (
    select distinct date_on
    from dim_calendar
    where kind_slug in ('libur-nasional', 'cuti-bersama')
),

daily as (
    select
        d.date_on,
        case
            when h.date_on is not null then 'hari libur'
            when d.is_weekend then 'akhir pekan'
            else 'hari kerja'
        end as day_kind,
        coalesce(sum(m.mention_count), 0) as mention_count
    from dim_dates as d
    cross join last_day as l
    left join holidays as h on d.date_on = h.date_on
    left join mart_mentions_daily as m on d.date_on = m.published_on
    where d.date_on <= l.last_on
    group by d.date_on, h.date_on, d.is_weekend
)

select
    day_kind,
    count(*) as day_count,
    round(avg(mention_count), 1) as mean_count,
    min(mention_count) as lowest_count,
    max(mention_count) as highest_count
from daily
group by day_kind
order by mean_count desc
