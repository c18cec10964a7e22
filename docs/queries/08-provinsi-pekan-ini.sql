-- Topik: Wilayah
-- Judul: Provinsi pada pekan penuh terakhir
-- Pertanyaan: Provinsi mana yang paling banyak dibicarakan per sumber, dan di mana nadanya paling negatif?
-- Catatan: Pakai negative_share_shrunk untuk membandingkan provinsi: porsi mentah melompat bila dokumennya sedikit.
-- Provinsi dengan cakupan rendah tampak tenang karena kurang didengar.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

last_week as (
    select max(w.week_on) as week_on
    from mart_provinces_weekly as w
    cross join last_day as l
    where w.week_on + interval '6' day <= l.last_on
)

select
    p.week_on,
    r.province_name,
    p.mention_count,
    p.source_count,
    cast(p.mentions_per_source as decimal(12, 1)) as mentions_per_source,
    cast(p.negative_share_shrunk as decimal(12, 3)) as negative_share_shrunk,
    cast(p.critical_share as decimal(12, 3)) as critical_share,
    cast(p.coverage_share as decimal(12, 3)) as coverage_share
from mart_provinces_weekly as p
inner join last_week as w on p.week_on = w.week_on
inner join dim_regions as r on p.province_code = r.region_code
order by p.mentions_per_source desc, r.province_name asc
