-- Cakupan pekan ini dan hari yang cakupannya kurang
select
    scope_slug,
    {{ metric('cakupan') }} as coverage_share,
    count(*) filter (where state_slug in ('kurang', 'sunyi')) as low_day_count,
    list(published_on order by published_on) filter (where state_slug in ('kurang', 'sunyi')) as low_days
from mart_coverage_daily
where
    published_on > (select max(published_on) - 7 from mart_documents)
    and published_on <= (select max(published_on) from mart_documents)
    and (scope_slug = 'semua' or (scope_slug = 'provinsi' and scope_value = {{ province }}))
group by scope_slug
order by scope_slug desc
