select
    r.region_code,
    r.region_name,
    r.short_name,
    r.region_type_slug,
    r.bps_code,
    r.province_code,
    p.region_name as province_name,
    r.time_zone
from {{ ref('regions') }} as r
inner join {{ ref('regions') }} as p on r.province_code = p.region_code
union all
select
    '00' as region_code,
    'Tidak diketahui' as region_name,
    'Tidak diketahui' as short_name,
    'tidak-diketahui' as region_type_slug,
    cast(null as varchar) as bps_code,
    '00' as province_code,
    'Tidak diketahui' as province_name,
    'Asia/Jakarta' as time_zone
