-- Topik: Wilayah
-- Judul: Tiga sektor utama di setiap provinsi
-- Pertanyaan: Apa yang paling banyak dibicarakan di setiap provinsi sebulan terakhir?
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

counted as (
    select
        m.province_code,
        m.sector_slug,
        sum(m.mention_count) as mention_count,
        row_number() over (
            partition by m.province_code order by sum(m.mention_count) desc, m.sector_slug
        ) as sector_rank
    from mart_mentions_daily as m
    cross join last_day as l
    where
        m.published_on > l.last_on - interval '30' day
        and m.sector_slug not in ('belum-terbaca', 'tidak-yakin')
    group by m.province_code, m.sector_slug
)

select
    r.province_name,
    c.sector_rank,
    s.sector_name,
    c.mention_count
from counted as c
inner join dim_regions as r on c.province_code = r.region_code
inner join dim_sectors as s on c.sector_slug = s.sector_slug
where c.sector_rank <= 3
order by r.province_name, c.sector_rank
