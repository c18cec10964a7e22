-- Topik: Isu
-- Judul: Isu yang berkembang tanpa siaran pers resmi
-- Pertanyaan: Isu mana yang sudah di atas normal, tetapi belum ada siaran pers tentangnya?
-- Catatan: official_share menghitung dokumen lain yang memuat ucapan pejabat atau instansi; nol berarti belum terdengar
-- suara resmi sama sekali.
select
    label,
    state_slug,
    state_since_at,
    document_count,
    cast(negative_share as decimal(12, 3)) as negative_share,
    cast(critical_share as decimal(12, 3)) as critical_share,
    cast(official_share as decimal(12, 3)) as official_share,
    first_published_at
from mart_issues
where
    first_release_at is null
    and state_slug in ('waspada', 'siaga', 'krisis')
order by negative_share desc nulls last, issue_id asc
