-- The first document may be withheld; then its headline is not shown.
with counted as (
    select
        story_id,
        issue_id,
        max(case when story_position = 1 then document_id end) as first_document_id,
        max(case when story_position = 1 then channel_slug end) as first_channel_slug,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at,
        count(*) as document_count,
        count(*) filter (where is_original) as original_count,
        count(
            distinct case when is_original and channel_slug in ('berita', 'cek-fakta') then voice end
        ) as outlet_original_count,
        count(distinct province_code) as province_count,
        avg(cast(cast(is_negative as integer) as double)) as negative_share
    from {{ ref('int_issue_documents') }}
    group by
        story_id,
        issue_id
)

select
    s.story_id,
    s.issue_id,
    s.first_document_id,
    d.title as first_title,
    s.first_channel_slug,
    s.first_published_at,
    s.last_published_at,
    s.document_count,
    s.original_count,
    s.outlet_original_count,
    s.province_count,
    s.negative_share
from counted as s
inner join {{ ref('mart_documents') }} as d on s.first_document_id = d.document_id
