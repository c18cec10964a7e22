-- The measures of issues, once for hours, days and the whole life of an issue. Counts of originals are free of copies: of those
-- outlets that carry one text only the first counts, and of accounts that post one likewise.
with spans as (
    select
        *,
        'jam' as span_slug,
        cast(date_trunc('hour', published_at) as timestamp) as began_at
    from {{ ref('int_issue_documents') }}
    union all
    select
        *,
        'hari' as span_slug,
        cast(published_on as timestamp) - interval '7' hour as began_at
    from {{ ref('int_issue_documents') }}
    union all
    select
        *,
        'semua' as span_slug,
        min(published_at) over (partition by issue_id) as began_at
    from {{ ref('int_issue_documents') }}
),

described as (
    select
        *,
        case when channel_slug in ('berita', 'cek-fakta') then voice end as outlet,
        case when channel_slug in ('media-sosial', 'pengaduan') then voice end as account
    from spans
)

select
    issue_id,
    span_slug,
    began_at,
    count(*) as document_count,
    count(*) filter (where is_original) as original_count,
    count(distinct story_id) as story_count,
    count(distinct outlet) as outlet_count,
    count(distinct case when is_original then outlet end) as outlet_original_count,
    count(distinct account) as account_count,
    count(distinct case when is_original then account end) as account_original_count,
    count(distinct province_code) as province_count,
    {% for tier, name in [(1, 'national'), (2, 'provincial'), (3, 'local')] %}
        count(*) filter (where tier = {{ tier }}) as {{ name }}_count,
    {% endfor %}
    {% for channel, name in [
        ('pengaduan', 'complaint'), ('media-sosial', 'post'), ('berita', 'news'), ('rilis', 'release'), ('cek-fakta', 'check')
    ] %}
        count(*) filter (where channel_slug = '{{ channel }}') as {{ name }}_count,
    {% endfor %}
    {% for name in ['negative', 'critical'] %}
        count(*) filter (where is_{{ name }}) as {{ name }}_count,
        avg(cast(cast(is_{{ name }} as integer) as double)) as {{ name }}_share,
        avg(case when is_original then cast(cast(is_{{ name }} as integer) as double) end) as {{ name }}_original_share,
    {% endfor %}
    avg(cast(cast(is_official as integer) as double)) as official_share,
    cast(sum(reach_count) as bigint) as reach_count,
    avg(case when is_original then cast(cast(is_novel as integer) as double) end) as novelty_share,
    max(published_at) as last_published_at
from described
group by
    issue_id,
    span_slug,
    began_at
