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
            partition by loaded.document_id
            order by cast(loaded.load_id as double) desc, loaded.load_position desc, loaded.content_hash desc
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
    d.url,
    {{ canonical_url('d.url') }} as canonical_url,
    d.published_at,
    cast(d.published_at + interval '7' hour as date) as published_on,
    d.collected_at,
    d.like_count,
    d.share_count,
    d.reply_count,
    d.view_count,
    d.given_region_name,
    d.given_province_name,
    d.given_agency_name,
    d.given_topic_name,
    d.updated_at,
    d.disposed_at,
    d.answered_at,
    d.closed_at,
    d.process_status,
    d.claim_text,
    d.claimant_id,
    d.claimed_at,
    d.claim_rating,
    d.extra_json,
    d.load_id
from latest as d
