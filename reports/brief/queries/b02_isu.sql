-- Isu pekan ini, dari yang paling gawat lalu paling panas
-- Isu menyangkut penerima bila seperlima dokumennya, atau sepuluh, menyangkut penerima.
-- Isu yang normal perlu sedikitnya tiga dokumen pekan ini.
with span as (
    select
        max(published_on) as last_on,
        max(published_at) as last_at
    from mart_documents
),

heats as (
    select
        issue_id,
        {{ metric('panas') }} as heat
    from mart_issue_hours
    group by issue_id
),

concerned as (
    select
        d.issue_id,
        count(*) as concerned_count
    from mart_issue_documents as d
    where d.issue_id is not null{{ within('d') }}
    group by d.issue_id
),

recent as (
    select
        d.issue_id,
        count(*) as recent_count,
        count(*) filter (where d.channel_slug = 'pengaduan') as recent_complaint_count,
        count(*) filter (where d.channel_slug = 'rilis') as recent_release_count,
        count(*) filter (where c.verdict_slug in ('salah', 'palsu', 'menyesatkan', 'penipuan')) as recent_check_count
    from mart_issue_documents as d
    cross join span
    left join mart_claims as c on d.document_id = c.document_id
    where d.published_on > span.last_on - 7
    group by d.issue_id
),

officials as (
    select
        current_issue_id as issue_id,
        min(happened_at) as first_official_at
    from mart_issue_events
    where kind_slug = 'pernyataan-resmi'
    group by current_issue_id
)

select
    i.issue_id,
    coalesce(i.label, 'Isu tanpa nama') as label,
    i.state_slug,
    s.state_name,
    s.state_description,
    i.state_since_at,
    i.state_reason,
    cast(date_sub('hour', i.state_since_at, span.last_at) as bigint) as state_hours,
    i.first_published_at,
    i.last_published_at,
    cast(date_sub('hour', i.first_published_at, span.last_at) as bigint) as age_hours,
    i.lead_sentence,
    i.first_channel_slug,
    i.document_count,
    i.original_count,
    c.concerned_count,
    h.heat,
    i.complaint_count,
    i.post_count,
    i.news_count,
    i.release_count,
    i.check_count,
    coalesce(r.recent_complaint_count, 0) as recent_complaint_count,
    coalesce(r.recent_release_count, 0) as recent_release_count,
    coalesce(r.recent_check_count, 0) as recent_check_count,
    i.outlet_count,
    i.negative_share,
    i.critical_share,
    i.official_share,
    f.first_official_at,
    cast(date_sub('hour', i.first_published_at, f.first_official_at) as bigint) as official_hours,
    o.siaga_probability
from mart_issues as i
inner join dim_issue_states as s on i.state_slug = s.state_slug
inner join concerned as c on i.issue_id = c.issue_id
cross join span
left join heats as h on i.issue_id = h.issue_id
left join recent as r on i.issue_id = r.issue_id
left join officials as f on i.issue_id = f.issue_id
left join mart_issue_outlooks as o on i.issue_id = o.current_issue_id and o.is_latest
where
    c.concerned_count >= least(10, 0.2 * i.document_count)
    and (i.state_slug <> 'normal' or r.recent_count >= 3)
order by
    case i.state_slug when 'krisis' then 1 when 'siaga' then 2 when 'waspada' then 3 when 'pasca' then 4 else 5 end,
    h.heat * c.concerned_count / i.document_count desc nulls last,
    i.issue_id
limit 5
