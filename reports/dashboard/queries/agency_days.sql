-- Penyebutan per hari dari enam puluh instansi yang paling banyak disebut: bahan tabel instansi.
with most_mentioned as (
    select agency_slug
    from mart_agency_days
    where age_days < 92
    group by agency_slug
    order by sum(mention_count) desc, agency_slug asc
    limit 60
)

select m.*
from mart_agency_days as m
inner join most_mentioned as a on m.agency_slug = a.agency_slug
where m.age_days < 92
order by m.published_on, m.agency_slug
