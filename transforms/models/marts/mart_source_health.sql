-- `state_slug` speaks of each address as it was last left: by the source's last load, or before it if it was not due then. So a
-- fetch that found nothing new leaves a healthy source healthy, and a file that is no longer there cannot fail any more.
with last_loads as (
    select
        source_slug,
        max(cast(load_id as double)) as load_number,
        max(fetched_at) as last_fetched_at
    from {{ ref('stg_outcomes') }}
    group by source_slug
),

ranked as (
    select
        *,
        row_number() over (
            partition by source_slug, address order by cast(load_id as double) desc, fetched_at desc
        ) as recency
    from {{ ref('stg_outcomes') }}
),

standing as (
    select
        r.*,
        r.state_slug in ('gagal-sementara', 'gagal-tetap', 'dilarang', 'tidak-dikonfigurasi') as is_failing
    from ranked as r
    inner join last_loads as l on r.source_slug = l.source_slug
    where r.recency = 1 and (cast(r.load_id as double) = l.load_number or r.next_due_at > l.last_fetched_at)
),

last_states as (
    select
        source_slug,
        count(*) as address_count,
        count(*) filter (where is_failing) as failing_address_count,
        count(*) filter (where state_slug = 'tidak-dikonfigurasi') as unconfigured_address_count,
        count(*) filter (where state_slug = 'dilarang') as forbidden_address_count,
        count(*) filter (where state_slug = 'kuota-habis') as spent_address_count,
        count(*) filter (where is_failing and failure_weight >= 10) as resting_address_count,
        min(next_due_at) as next_due_at,
        min(poll_seconds) as poll_seconds,
        max(failure_weight) as failure_weight,
        max_by(http_status, fetched_at) as last_http_status,
        max(case when is_failing then error end) as last_error
    from standing
    group by source_slug
),

totals as (
    select
        source_slug,
        sum(read_count) as read_count,
        sum(loaded_count) as loaded_count,
        sum(duplicate_count) as duplicate_count,
        sum(quarantined_count) as quarantined_count,
        max(case when loaded_count > 0 then fetched_at end) as last_new_at
    from {{ ref('stg_outcomes') }}
    group by source_slug
),

documents as (
    select
        d.source_slug,
        count(*) as document_count,
        count(*) filter (where c.duplicate_of is null) as original_count,
        max(d.published_at) as last_published_at
    from {{ ref('int_documents') }} as d
    left join {{ ref('int_documents_copied') }} as c on d.document_id = c.document_id
    group by d.source_slug
),

as_of as (
    select cast(max(fetched_at) + interval '7' hour as date) as as_of_on
    from {{ ref('stg_outcomes') }}
),

coverage as (
    select
        c.scope_value as source_slug,
        max(case when c.published_on = a.as_of_on then c.expected_count end) as expected_today_count,
        max(case when c.published_on = a.as_of_on then c.heard_count end) as heard_today_count,
        max(case when c.published_on = a.as_of_on then c.state_slug end) as silence_state_slug,
        max(case when c.published_on < a.as_of_on then c.expected_count end) as expected_yesterday_count,
        max(case when c.published_on < a.as_of_on then c.heard_count end) as heard_yesterday_count,
        max(case when c.published_on < a.as_of_on then c.state_slug end) as silence_yesterday_state_slug
    from {{ ref('mart_coverage_daily') }} as c
    inner join as_of as a on c.published_on <= a.as_of_on and c.published_on >= a.as_of_on - interval '1' day
    where c.scope_slug = 'sumber'
    group by c.scope_value
)

select
    s.source_slug,
    s.source_kind_slug,
    s.channel_slug,
    s.group_slug,
    s.tier,
    s.province_name,
    case
        when t.source_slug is null then 'kosong-sah'
        when l.unconfigured_address_count = l.address_count then 'tidak-dikonfigurasi'
        when l.forbidden_address_count = l.address_count then 'dilarang'
        when l.resting_address_count = l.address_count then 'beristirahat'
        when l.failing_address_count = l.address_count then 'gagal'
        when l.failing_address_count > 0 then 'sebagian-gagal'
        when l.spent_address_count > 0 then 'kuota-habis'
        when coalesce(d.document_count, 0) = 0 and t.quarantined_count > 0 then 'semua-dikarantina'
        when coalesce(d.document_count, 0) = 0 then 'kosong-sah'
        else 'sehat'
    end as state_slug,
    coalesce(cast(t.read_count as bigint), 0) as read_count,
    coalesce(cast(t.loaded_count as bigint), 0) as loaded_count,
    coalesce(cast(t.duplicate_count as bigint), 0) as duplicate_count,
    coalesce(cast(t.quarantined_count as bigint), 0) as quarantined_count,
    coalesce(d.document_count, 0) as document_count,
    coalesce(d.original_count, 0) as original_count,
    cast(t.quarantined_count as double) / nullif(t.read_count, 0) as quarantined_share,
    f.last_fetched_at,
    t.last_new_at,
    d.last_published_at,
    l.next_due_at,
    l.poll_seconds,
    l.failure_weight,
    l.last_http_status,
    l.last_error,
    c.expected_today_count,
    c.heard_today_count,
    c.silence_state_slug,
    c.expected_yesterday_count,
    c.heard_yesterday_count,
    c.silence_yesterday_state_slug
from {{ ref('stg_sources') }} as s
left join last_loads as f on s.source_slug = f.source_slug
left join totals as t on s.source_slug = t.source_slug
left join last_states as l on s.source_slug = l.source_slug
left join documents as d on s.source_slug = d.source_slug
left join coverage as c on s.source_slug = c.source_slug
