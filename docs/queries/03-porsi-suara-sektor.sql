-- Topik: Volume dan porsi suara
-- Judul: Porsi suara setiap sektor, pekan ini dan pekan lalu
-- Pertanyaan: Sektor apa yang paling banyak dibicarakan tujuh hari terakhir, dan bergesernya ke mana?
-- Catatan: Porsi naik juga bila sektor lain mereda; baca bersama jumlahnya.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

weekly as (
    select
        m.sector_slug,
        coalesce(sum(m.mention_count) filter (where m.published_on > l.last_on - interval '7' day), 0) as mention_count,
        coalesce(sum(m.mention_count) filter (where m.published_on <= l.last_on - interval '7' day), 0) as previous_count
    from mart_mentions_daily as m
    cross join last_day as l
    where m.published_on > l.last_on - interval '14' day
    group by m.sector_slug
)

select
    s.sector_name,
    w.mention_count,
    w.previous_count,
    round(cast(w.mention_count as numeric) / nullif(sum(w.mention_count) over (), 0), 3) as voice_share,
    round(cast(w.previous_count as numeric) / nullif(sum(w.previous_count) over (), 0), 3) as previous_voice_share
from weekly as w
inner join dim_sectors as s on w.sector_slug = s.sector_slug
order by w.mention_count desc, s.sector_name asc
