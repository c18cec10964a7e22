-- Topik: Versi, kuota, dan kalender
-- Judul: Dokumen yang disunting atau dihapus setelah terbit
-- Pertanyaan: Di sumber mana judul atau isi diubah setelah terbit, dan berapa yang dihapus?
-- Catatan: Hanya perubahan yang sempat terambil; suntingan sebelum pengambilan pertama tidak terlihat.
with edited as (
    select
        document_id,
        max(case when is_title_changed then 1 else 0 end) as title_changed,
        max(case when is_text_changed then 1 else 0 end) as text_changed
    from mart_document_versions
    group by document_id
)

select
    d.source_slug,
    count(*) as document_count,
    count(*) filter (where d.version_count > 1) as edited_count,
    sum(e.title_changed) as title_changed_count,
    sum(e.text_changed) as text_changed_count,
    count(*) filter (where d.is_deleted_at_source) as deleted_count,
    round(cast(count(*) filter (where d.version_count > 1) as numeric) / count(*), 3) as edited_share
from mart_documents as d
inner join edited as e on d.document_id = e.document_id
group by d.source_slug
order by edited_count desc, d.source_slug asc
