-- A name that stands for more than one region (Bandung, the city and the regency) is told apart by `is_ambiguous`.
with names as (
    select
        region_code,
        region_type_slug,
        province_code,
        lower(region_name) as name_key
    from {{ ref('regions') }}
    union
    select
        region_code,
        region_type_slug,
        province_code,
        lower(short_name) as name_key
    from {{ ref('regions') }}
    union
    select
        r.region_code,
        r.region_type_slug,
        r.province_code,
        replace(lower(r.region_name), 'kabupaten ', 'kab. ') as name_key
    from {{ ref('regions') }} as r
    where r.region_type_slug = 'kabupaten'
    union
    select
        a.region_code,
        r.region_type_slug,
        r.province_code,
        lower(a.alias) as name_key
    from {{ ref('region_aliases') }} as a
    inner join {{ ref('regions') }} as r on a.region_code = r.region_code
)

select
    region_code,
    region_type_slug,
    province_code,
    name_key,
    count(*) over (partition by name_key) > 1 as is_ambiguous
from names
