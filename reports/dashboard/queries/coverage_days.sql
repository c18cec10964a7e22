-- Cakupan seluruh sumber setiap hari: yang terdengar dari yang diharapkan, juga pada hari tanpa penyebutan.
select
    published_on,
    coverage_share,
    state_slug,
    case when expected_count > 0 then least(compared_count, expected_count) end as heard_count,
    case when expected_count > 0 then expected_count end as expected_count
from mart_coverage_daily
where scope_slug = 'semua'
order by published_on
