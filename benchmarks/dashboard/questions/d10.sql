with span as (
    select max(published_on) as last_on
    from mart_documents
    where relevance_slug is distinct from 'tidak'
)

select
    case when grouping(d.sector_slug) = 1 then 'semua' else coalesce(d.sector_slug, 'belum-terbaca') end as sector_slug,
    d.channel_slug,
    count(*) filter (where d.published_on > span.last_on - 7) as this_week_count,
    count(*) filter (where d.published_on <= span.last_on - 7) as last_week_count,
    count(*) filter (where d.published_on > span.last_on - 7 and d.duplicate_of is null) as this_week_original_count,
    count(*) filter (where d.published_on <= span.last_on - 7 and d.duplicate_of is null) as last_week_original_count
from mart_documents as d
cross join span
where
    d.channel_slug in ('pengaduan', 'cek-fakta')
    and d.relevance_slug is distinct from 'tidak'
    and d.published_on > span.last_on - 14
group by d.channel_slug, rollup (d.sector_slug)
having this_week_count > 0
order by sector_slug, d.channel_slug
