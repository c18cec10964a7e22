-- Instansi mana yang paling banyak disebut, berapa porsi negatif dan porsi menolaknya?
select
    agency_slug,
    max(agency_name) as agency_name,
    {{ metric('penyebutan') }} as mention_count,
    {{ metric('porsi-negatif') }} as negative_share,
    {{ metric('porsi-menolak') }} as critical_share
from mart_agency_days
where age_days < 92
group by agency_slug
order by mention_count desc, agency_slug asc
limit 300
