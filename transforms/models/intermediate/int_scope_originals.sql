-- Documents that copy no other one, by the scopes of mart_coverage_daily.
with source_days as (
    select
        d.source_slug,
        d.published_on,
        count(*) filter (where c.duplicate_of is null) as original_count
    from {{ ref('int_documents') }} as d
    inner join {{ ref('int_documents_copied') }} as c on d.document_id = c.document_id
    group by
        d.source_slug,
        d.published_on
),

described as (
    select
        o.*,
        s.tier,
        s.province_code
    from source_days as o
    inner join {{ ref('int_source_spans') }} as s on o.source_slug = s.source_slug
),

scopes as (
    select
        'sumber' as scope_slug,
        source_slug as scope_value,
        published_on,
        original_count
    from described
    union all
    select
        'tingkat' as scope_slug,
        cast(tier as varchar) as scope_value,
        published_on,
        original_count
    from described
    where tier is not null
    union all
    select
        'provinsi' as scope_slug,
        province_code as scope_value,
        published_on,
        original_count
    from described
    where province_code is not null
    union all
    select
        'semua' as scope_slug,
        'semua' as scope_value,
        published_on,
        original_count
    from described
)

select
    scope_slug,
    scope_value,
    published_on,
    cast(sum(original_count) as bigint) as original_count
from scopes
group by
    scope_slug,
    scope_value,
    published_on
