-- Yang sama bagi instansi yang paling banyak disebut.
with most_mentioned as (
    select agency_slug
    from mart_agency_days
    where age_days < 92
    group by agency_slug
    order by sum(mention_count) desc, agency_slug asc
    limit 300
)

select m.*
from mart_agency_mentions_daily as m
inner join most_mentioned as a on m.agency_slug = a.agency_slug
where m.published_on > (select max(published_on) - 92 from mart_mentions_daily)
order by m.agency_slug, m.published_on, m.sector_slug, m.province_code, m.channel_slug
