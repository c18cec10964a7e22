-- Topik: Bahasa, nama, dan label
-- Judul: Keyakinan model dan label yang tidak diputuskan
-- Pertanyaan: Seberapa yakin setiap model, dan berapa bagian dokumen yang tidak diputuskannya?
-- Catatan: p10_score: sepersepuluh dokumen berada di bawahnya. Skor terkalibrasi: 0,8 berarti benar kira-kira delapan dari
-- sepuluh kali.
select
    classifier_name,
    model_version,
    count(*) as document_count,
    round(cast(count(*) filter (where not is_sure) as numeric) / count(*), 3) as abstention_share,
    cast(avg(score) as decimal(12, 3)) as mean_score,
    cast(percentile_cont(0.1) within group (order by score) as decimal(12, 3)) as p10_score
from mart_document_labels
where is_current
group by classifier_name, model_version
order by abstention_share desc, classifier_name asc
