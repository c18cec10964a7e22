-- Sectors keep a seed of their own; every classifier may say tidak-yakin.
with stated as (
    select
        classifier_name,
        label_slug,
        label_name,
        label_description,
        cast(sort_order as bigint) as sort_order
    from {{ ref('labels') }}
    union all
    select
        'sektor' as classifier_name,
        sector_slug as label_slug,
        sector_name as label_name,
        sector_scope as label_description,
        cast(row_number() over (order by sector_slug = 'lainnya', sector_name) as bigint) as sort_order
    from {{ ref('sectors') }}
)

select
    classifier_name,
    label_slug,
    label_name,
    label_description,
    sort_order
from stated
union all
select
    classifier_name,
    'tidak-yakin' as label_slug,
    'Tidak yakin' as label_name,
    'Skor model di bawah ambangnya' as label_description,
    max(sort_order) + 1 as sort_order
from stated
group by classifier_name
