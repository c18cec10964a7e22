-- Topik: Volume dan porsi suara
-- Judul: Sektor yang meningkat dibandingkan empat pekan sebelumnya
-- Pertanyaan: Sektor mana yang pekan ini lebih ramai daripada pekan-pekan biasanya?
-- Catatan: Dihitung tanpa salinan. Satu ditambahkan pada kedua sisi agar sektor yang biasanya sepi tidak melonjak semu.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

weekly as (
    select
        m.sector_slug,
        coalesce(sum(m.original_count) filter (where m.published_on > l.last_on - interval '7' day), 0) as original_count,
        coalesce(sum(m.original_count) filter (where m.published_on <= l.last_on - interval '7' day), 0) / 4.0 as usual_count
    from mart_mentions_daily as m
    cross join last_day as l
    where m.published_on > l.last_on - interval '35' day
    group by m.sector_slug
)

select
    s.sector_name,
    w.original_count,
    round(w.usual_count, 1) as usual_count,
    round((w.original_count + 1) / (w.usual_count + 1), 2) as growth_ratio
from weekly as w
inner join dim_sectors as s on w.sector_slug = s.sector_slug
order by growth_ratio desc, s.sector_name asc
