-- The registry, and beside it the governments of all regions. A regional office stands once, as the kind of office that it is;
-- <kind>@<region code> is the one of a region.
select
    agency_slug,
    agency_name,
    short_name,
    level_slug,
    type_slug,
    cast(null as varchar) as region_code,
    parent_slug,
    predecessor_slug,
    successor_slug,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    sector_slugs,
    basis
from {{ ref('agencies') }}
union all
select
    case when region_type_slug = 'provinsi' then 'pemprov-' else 'pemda-' end || region_code as agency_slug,
    case when region_type_slug = 'provinsi' then 'Pemerintah Provinsi ' || short_name else 'Pemerintah ' || region_name end
        as agency_name,
    case region_type_slug when 'provinsi' then 'Pemprov ' when 'kota' then 'Pemkot ' else 'Pemkab ' end || short_name
        as short_name,
    case when region_type_slug = 'provinsi' then 'provinsi' else 'kabupaten-kota' end as level_slug,
    'pemda' as type_slug,
    region_code,
    cast(null as varchar) as parent_slug,
    cast(null as varchar) as predecessor_slug,
    cast(null as varchar) as successor_slug,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to,
    cast(null as varchar) as sector_slugs,
    'kode wilayah Kemendagri' as basis
from {{ ref('regions') }}
