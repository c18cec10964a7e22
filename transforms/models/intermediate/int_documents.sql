{{ config(
    materialized = 'incremental',
    incremental_strategy = 'delete+insert',
    unique_key = 'document_id',
    on_schema_change = 'fail'
) }}

with loaded as (
    select * from {{ ref('stg_documents') }}
    {% if is_incremental() %}
        where document_id in (
            select fresh.document_id
            from {{ ref('stg_documents') }} as fresh
            where fresh.load_id not in (select seen.load_id from {{ this }} as seen)
        )
    {% endif %}
),

ranked as (
    select
        loaded.*,
        row_number() over (
            partition by loaded.document_id order by cast(loaded.load_id as double) desc, loaded.content_hash asc
        ) as recency
    from loaded
),

latest as (
    select
        ranked.*,
        trim(
            case
                when ranked.title is null then ranked.text
                when ranked.text is null or lower(ranked.text) = lower(ranked.title) then ranked.title
                else concat(ranked.title, '. ', ranked.text)
            end
        ) as document_text
    from ranked
    where ranked.recency = 1
),

regions as (
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
)

select
    d.document_id,
    d.source_slug,
    d.document_ref,
    d.channel_slug,
    d.outlet_name,
    d.account_class_slug,
    d.author_id,
    d.title,
    d.text,
    d.document_text,
    md5(d.document_text) as text_hash,
    d.url,
    d.published_at,
    cast(d.published_at + interval '7' hour as date) as published_on,
    d.collected_at,
    d.like_count,
    d.share_count,
    d.reply_count,
    d.view_count,
    r.region_code as given_region_code,
    coalesce(r.province_code, p.province_code, s.province_code) as given_province_code,
    d.given_agency_name,
    d.extra_json,
    d.load_id
from latest as d
left join regions as r on lower(d.given_region_name) = r.name_key
left join provinces as p on lower(d.given_province_name) = p.name_key
left join {{ ref('stg_sources') }} as src on d.source_slug = src.source_slug
left join provinces as s on lower(src.province_name) = s.name_key
