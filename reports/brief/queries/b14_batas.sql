-- Dokumen pekan ini dan batas pembacaannya
with span as (
    select max(published_on) as last_on
    from mart_documents
)

select
    count(*) as document_count,
    count(distinct d.source_slug) as source_count,
    count(*) filter (where d.relevance_slug = 'tidak') as irrelevant_count,
    count(*) filter (where d.sentiment_slug is null) as unread_count,
    count(*) filter (where d.sentiment_slug = 'tidak-yakin') as unsure_tone_count,
    count(*) filter (where d.stance_slug = 'tidak-yakin') as unsure_stance_count,
    count(*) filter (where d.province_code is null) as unplaced_count,
    count(*) filter (where d.is_withheld) as withheld_count
from mart_documents as d
cross join span
where d.published_on > span.last_on - 7{{ within('d') }}
