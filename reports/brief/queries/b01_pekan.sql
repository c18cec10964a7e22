-- Penyebutan, nada, dan sikap pekan ini dan pekan sebelumnya
with span as (
    select
        max(published_on) as last_on,
        max(published_at) as last_at
    from mart_documents
),

documents as (
    select
        d.*,
        d.published_on > span.last_on - 7 as is_this_week
    from mart_documents as d
    cross join span
    where d.published_on > span.last_on - 14{{ within('d') }}
),

counts as (
    select
        count(*) filter (where is_this_week and ({{ items('penyebutan') }})) as mention_count,
        count(*) filter (where not is_this_week and ({{ items('penyebutan') }})) as last_week_count,
        {{ share('porsi-negatif', 'is_this_week') }} as negative_share,
        {{ share('porsi-negatif', 'not is_this_week') }} as last_week_negative_share,
        {{ share('porsi-menolak', 'is_this_week') }} as critical_share,
        {{ share('porsi-menolak', 'not is_this_week') }} as last_week_critical_share
    from documents
)

select
    span.last_at,
    span.last_on,
    span.last_on - 6 as week_on,
    counts.*
from span
cross join counts
