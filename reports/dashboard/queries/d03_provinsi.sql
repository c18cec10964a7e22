-- Provinsi mana yang paling banyak disebut pekan ini, berapa porsi negatifnya, dan seberapa penuh cakupannya?
select
    p.week_on,
    p.province_code,
    r.region_name as province_name,
    p.mention_count,
    p.original_count,
    p.source_count,
    p.negative_share,
    p.negative_share_shrunk,
    p.coverage_share
from mart_provinces_weekly as p
inner join dim_regions as r on p.province_code = r.region_code
where p.week_on = (select max(week_on) from mart_provinces_weekly)
order by p.mention_count desc, p.province_code asc
