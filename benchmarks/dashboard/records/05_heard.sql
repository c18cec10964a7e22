insert into mart_coverage_daily by name
select
    published_on,
    scope_slug,
    scope_value,
    true as is_finished,
    count(*) as heard_count,
    count(*) filter (where duplicate_of is null) as original_count,
    count(*) as compared_count,
    count(*) * 1.1 as expected_count,
    1 / 1.1 as coverage_share,
    'cukup' as state_slug
from (
    select published_on, duplicate_of, 'semua' as scope_slug, 'semua' as scope_value from mart_documents
    union all
    select published_on, duplicate_of, 'sumber' as scope_slug, source_slug as scope_value from mart_documents
    union all
    select published_on, duplicate_of, 'provinsi' as scope_slug, province_code as scope_value
    from mart_documents
    where province_code is not null
)
group by published_on, scope_slug, scope_value
order by published_on, scope_slug, scope_value;

insert into mart_source_health by name
with days as (
    select
        source_slug,
        published_on,
        count(*) as document_count
    from mart_documents
    group by source_slug, published_on
),

silences as (
    select
        source_slug,
        sum(document_count) filter (where age = 1) as heard_yesterday_count,
        sum(document_count) filter (where age between 2 and 29) / 28 as expected_yesterday_count
    from (select *, (select max(published_on) from days) - published_on as age from days)
    group by source_slug
)

select
    d.source_slug,
    'rss' as source_kind_slug,
    'berita' as channel_slug,
    'sehat' as state_slug,
    count(*) as document_count,
    count(*) filter (where d.duplicate_of is null) as original_count,
    0 as quarantined_count,
    max(d.collected_at) as last_fetched_at,
    max(d.published_at) as last_published_at,
    any_value(s.heard_yesterday_count) as heard_yesterday_count,
    any_value(s.expected_yesterday_count) as expected_yesterday_count,
    'cukup' as silence_yesterday_state_slug
from mart_documents as d
inner join silences as s on d.source_slug = s.source_slug
group by d.source_slug
order by d.source_slug;

insert into int_documents by name
select document_id, channel_slug, title, published_on from mart_documents;

insert into mart_complaints by name
select
    document_id,
    source_slug,
    published_at as received_at,
    published_on as received_on,
    published_at + interval 10 hour as disposed_at,
    10.0 as hours_to_disposition,
    'Dinas ' || (hash(document_id) % 500) as given_agency_name,
    province_code,
    sector_slug
from mart_documents
where channel_slug = 'pengaduan'
order by document_id;
