-- What the source states wins; otherwise the place that the text names most, the first-named one on a tie.
with named as (
    select
        p.document_id,
        p.region_code,
        r.province_code,
        r.region_type_slug,
        row_number() over (
            partition by p.document_id
            order by
                case when r.region_type_slug = 'provinsi' then 1 else 0 end,
                p.mention_count desc,
                p.first_position asc,
                p.region_code asc
        ) as preference
    from {{ ref('stg_ml_places') }} as p
    inner join {{ ref('int_documents_given') }} as d on p.document_id = d.document_id and p.text_hash = d.text_hash
    inner join {{ ref('stg_ml_models') }} as m on p.gazetteer_version = m.model_version and m.reader_name = 'places'
    inner join {{ ref('regions') }} as r on p.region_code = r.region_code
    where d.given_province_code is null or r.province_code = d.given_province_code
)

select
    d.document_id,
    coalesce(
        d.given_region_code, case when n.region_type_slug <> 'provinsi' then n.region_code end
    ) as region_code,
    coalesce(d.given_province_code, n.province_code) as province_code,
    case
        when d.given_region_code is not null or d.given_province_code is not null then 'diberikan'
        when n.region_code is not null then 'teks'
    end as place_basis_slug
from {{ ref('int_documents_given') }} as d
left join named as n on d.document_id = n.document_id and n.preference = 1
