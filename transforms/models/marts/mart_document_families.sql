-- A document that was published on several days, places or channels stands with what its first one has.
with described as (
    select
        c.family_id,
        c.document_id,
        c.family_position,
        c.family_document_count,
        c.account_count,
        c.publisher_count,
        c.is_campaign,
        c.is_exact_copy,
        c.publisher,
        d.channel_slug,
        case when w.document_id is null then d.title end as title,
        d.published_at,
        w.document_id is not null as is_withheld
    from {{ ref('int_documents_copied') }} as c
    inner join {{ ref('int_documents') }} as d on c.document_id = d.document_id
    left join {{ ref('int_documents_withheld') }} as w on c.document_id = w.document_id
    where c.family_document_count > 1
)

select
    family_id,
    max(case when family_position = 1 then document_id end) as first_document_id,
    max(case when family_position = 1 then title end) as first_title,
    max(case when family_position = 1 then publisher end) as first_publisher,
    max(case when family_position = 1 then channel_slug end) as first_channel_slug,
    min(published_at) as first_published_at,
    max(published_at) as last_published_at,
    max(family_document_count) as document_count,
    count(*) filter (where is_exact_copy) as exact_copy_count,
    max(publisher_count) as publisher_count,
    max(account_count) as account_count,
    max(case when is_campaign then 1 else 0 end) = 1 as is_campaign,
    max(case when family_position = 1 and is_withheld then 1 else 0 end) = 1 as is_withheld
from described
group by family_id
