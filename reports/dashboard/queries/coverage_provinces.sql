-- Cakupan setiap provinsi tujuh hari terakhir: yang terdengar dari yang lazimnya terdengar.
with span as (
    select max(published_on) as last_on
    from mart_mention_totals_daily
)

select
    c.scope_value as province_code,
    {{ metric('cakupan') }} as coverage_share
from mart_coverage_daily as c
cross join span
where
    c.scope_slug = 'provinsi'
    and c.published_on > span.last_on - 7
    and c.published_on <= span.last_on
group by c.scope_value
order by c.scope_value
