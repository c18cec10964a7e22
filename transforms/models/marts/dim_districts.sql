select
    d.district_code,
    d.district_name,
    d.region_code,
    r.region_name,
    r.province_code
from {{ ref('districts') }} as d
inner join {{ ref('regions') }} as r on d.region_code = r.region_code
