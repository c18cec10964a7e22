-- What the source states for the document wins; otherwise the place that the text names most, the first-named one on a tie;
-- last the province that the source is at home in. A district counts within the regency that was chosen.
with named as (
    select
        p.document_id,
        p.region_code,
        p.region_type_slug,
        p.mention_count,
        p.first_position,
        substr(p.region_code, 1, 2) as province_code,
        d.given_region_code,
        d.given_province_code
    from {{ ref('stg_ml_places') }} as p
    inner join {{ ref('int_documents_given') }} as d on p.document_id = d.document_id and p.input_hash = d.input_hash
    inner join {{ ref('stg_ml_models') }} as m on p.reader_version = m.model_version and m.reader_name = 'places'
),

regions as (
    select
        *,
        row_number() over (
            partition by document_id
            order by
                case when region_type_slug = 'provinsi' then 1 else 0 end,
                mention_count desc,
                first_position asc,
                region_code asc
        ) as preference
    from named
    where region_type_slug <> 'kecamatan' and (given_province_code is null or province_code = given_province_code)
),

chosen as (
    select
        d.document_id,
        coalesce(
            d.given_region_code, case when r.region_type_slug <> 'provinsi' then r.region_code end
        ) as region_code,
        coalesce(d.given_province_code, r.province_code, d.source_province_code) as province_code,
        case
            when d.given_region_code is not null or d.given_province_code is not null then 'diberikan'
            when r.region_code is not null then 'teks'
            when d.source_province_code is not null then 'sumber'
        end as place_basis_slug
    from {{ ref('int_documents_given') }} as d
    left join regions as r on d.document_id = r.document_id and r.preference = 1
),

districts as (
    select
        n.document_id,
        n.region_code as district_code,
        row_number() over (
            partition by n.document_id order by n.mention_count desc, n.first_position asc, n.region_code asc
        ) as preference
    from named as n
    inner join chosen as c on n.document_id = c.document_id and substr(n.region_code, 1, 5) = c.region_code
    where n.region_type_slug = 'kecamatan'
),

mentioned as (
    select
        document_id,
        list(distinct region_code order by region_code) as region_codes
    from (
        select
            document_id,
            substr(region_code, 1, 5) as region_code
        from named
        union all
        select
            document_id,
            given_region_code
        from {{ ref('int_documents_given') }}
        union all
        select
            document_id,
            given_province_code
        from {{ ref('int_documents_given') }}
    )
    where region_code is not null
    group by document_id
)

select
    c.document_id,
    d.district_code,
    c.region_code,
    c.province_code,
    c.place_basis_slug,
    m.region_codes
from chosen as c
left join mentioned as m on c.document_id = m.document_id
left join districts as d on c.document_id = d.document_id and d.preference = 1
