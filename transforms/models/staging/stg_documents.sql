with loads as (
    select load_id
    from {{ committed_loads() }}
    where status = 0
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
    d.url,
    cast(d.published_at as timestamp) as published_at,
    cast(d.collected_at as timestamp) as collected_at,
    d.like_count,
    d.share_count,
    d.reply_count,
    d.view_count,
    d.given_region_name,
    d.given_province_name,
    d.given_agency_name,
    d.given_topic_name,
    cast(d.updated_at as timestamp) as updated_at,
    cast(d.disposed_at as timestamp) as disposed_at,
    cast(d.answered_at as timestamp) as answered_at,
    cast(d.closed_at as timestamp) as closed_at,
    d.process_status,
    d.claim_text,
    d.claimant_id,
    cast(d.claimed_at as timestamp) as claimed_at,
    d.claim_rating,
    d.extra_json,
    d.content_hash,
    coalesce(d.load_position, 0) as load_position,
    d._dlt_load_id as load_id
from {{ raw_rows('documents') }} as d
inner join loads on d._dlt_load_id = loads.load_id
