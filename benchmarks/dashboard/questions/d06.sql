with documents as (
    select
        i.issue_id,
        i.is_original,
        d.*,
        date_trunc('hour', d.published_at) as hour_at
    from mart_issue_documents as i
    inner join mart_documents as d on i.document_id = d.document_id
),

measured as (
    select
        issue_id,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at,
        count(*) as document_count,
        count(*) filter (where is_original) as original_count,
        cast(count(*) filter (where sentiment_slug = 'negatif') as double)
        / nullif(count(*) filter (where sentiment_slug in ('negatif', 'netral', 'positif')), 0) as negative_share,
        cast(count(*) filter (where stance_slug = 'menolak') as double)
        / nullif(count(*) filter (where stance_slug in ('mendukung', 'menolak', 'netral')), 0) as critical_share,
        sum(power(0.5, extract(epoch from (select max(hour_at) from documents) - hour_at) / 86400)) filter (where is_original)
            as heat
    from documents
    group by issue_id
),

hottest as (
    select *
    from measured
    order by heat desc, issue_id
    limit 60
),

counted as (
    select
        d.issue_id,
        d.published_on,
        count(*) as document_count
    from documents as d
    inner join hottest as h on d.issue_id = h.issue_id
    group by d.issue_id, d.published_on
),

courses as (
    select
        issue_id,
        string_agg(concat(published_on, ' ', document_count), '; ' order by published_on) as day_counts
    from counted
    group by issue_id
)

select
    h.issue_id,
    h.first_published_at,
    h.last_published_at,
    h.document_count,
    h.original_count,
    h.negative_share,
    h.critical_share,
    h.heat,
    c.day_counts
from hottest as h
inner join courses as c on h.issue_id = c.issue_id
order by h.heat desc, h.issue_id
