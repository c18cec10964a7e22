-- What every issue of some length comes to: its first document, the first words of an agency, its largest hour. The document is
-- the first one there.
with hours as (
    select
        issue_id,
        began_at,
        row_number() over (partition by issue_id order by document_count desc, began_at asc) as hour_rank
    from {{ ref('int_issue_spans') }}
    where span_slug = 'jam'
),

marked as (
    select
        issue_id,
        document_id,
        published_at,
        'dokumen-pertama' as kind_slug
    from {{ ref('int_issue_documents') }}
    union all
    select
        issue_id,
        document_id,
        published_at,
        'pernyataan-resmi' as kind_slug
    from {{ ref('int_issue_documents') }}
    where is_official
    union all
    select
        d.issue_id,
        d.document_id,
        d.published_at,
        'puncak' as kind_slug
    from {{ ref('int_issue_documents') }} as d
    inner join hours as h
        on d.issue_id = h.issue_id and cast(date_trunc('hour', d.published_at) as timestamp) = h.began_at and h.hour_rank = 1
),

ranked as (
    select
        *,
        row_number() over (partition by issue_id, kind_slug order by published_at, document_id) as document_rank
    from marked
)

select
    md5(concat(issue_id, '|', kind_slug)) as event_id,
    issue_id,
    published_at as happened_at,
    kind_slug,
    document_id
from ranked
where document_rank = 1
