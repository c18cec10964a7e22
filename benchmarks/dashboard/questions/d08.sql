-- How much a source usually brings is here the mean of 28 days; silence itself and failures are not in documents.
with days as (
    select
        source_slug,
        published_on,
        count(*) as document_count,
        count(*) filter (where duplicate_of is null) as original_count,
        max(collected_at) as last_fetched_at,
        max(published_at) as last_published_at
    from mart_documents
    group by source_slug, published_on
),

aged as (
    select
        *,
        (select max(published_on) from days) - published_on as age
    from days
)

select
    source_slug,
    sum(document_count) as document_count,
    sum(original_count) as original_count,
    max(last_fetched_at) as last_fetched_at,
    max(last_published_at) as last_published_at,
    sum(document_count) filter (where age = 1) as heard_yesterday_count,
    sum(document_count) filter (where age between 2 and 29) / 28 as expected_yesterday_count
from aged
group by source_slug
order by source_slug
