select
    sector_slug,
    sector_name,
    sector_scope
from {{ ref('sectors') }}
union all
select
    'belum-terbaca' as sector_slug,
    'Belum terbaca' as sector_name,
    'Dokumen yang belum dibaca model, atau modelnya di bawah ambang' as sector_scope
union all
select
    'tidak-yakin' as sector_slug,
    'Tidak yakin' as sector_name,
    'Dokumen yang sektornya kurang pasti bagi model' as sector_scope
