-- Apart from int_documents, which is incremental: a new alias or code counts for every document at once.
with regions as (
    select
        name_key,
        province_code,
        region_code
    from {{ ref('int_region_names') }}
    where region_type_slug <> 'provinsi' and not is_ambiguous
),

provinces as (
    select
        name_key,
        min(province_code) as province_code
    from {{ ref('int_region_names') }}
    where region_type_slug = 'provinsi'
    group by name_key
),

placed as (
    select
        d.document_id,
        d.document_text,
        d.published_on,
        d.channel_slug,
        r.region_code as given_region_code,
        coalesce(r.province_code, p.province_code) as given_province_code,
        sp.province_code as source_province_code
    from {{ ref('int_documents') }} as d
    left join regions as r on lower(d.given_region_name) = r.name_key
    left join provinces as p on lower(d.given_province_name) = p.name_key
    left join {{ ref('stg_sources') }} as src on d.source_slug = src.source_slug
    left join provinces as sp on lower(src.province_name) = sp.name_key
)

select
    document_id,
    md5(
        concat(
            document_text,
            '|',
            coalesce(channel_slug, ''),
            '|',
            cast(published_on as varchar),
            '|',
            coalesce(given_province_code, source_province_code, ''),
            '|',
            coalesce(given_region_code, '')
        )
    ) as input_hash,
    given_region_code,
    given_province_code,
    source_province_code
from placed
