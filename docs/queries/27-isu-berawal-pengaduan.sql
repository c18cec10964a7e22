-- Topik: Isu
-- Judul: Isu yang lebih dahulu diadukan warga
-- Pertanyaan: Isu mana yang sudah diadukan warga sebelum diberitakan, dan berapa lama peluang untuk menanggapinya?
-- Catatan: news_lag_hours kosong bila isu belum diberitakan sama sekali.
select
    label,
    state_slug,
    first_complaint_at,
    first_news_at,
    cast(extract(epoch from first_news_at - first_complaint_at) / 3600 as decimal(12, 1)) as news_lag_hours,
    first_release_at,
    complaint_count,
    news_count
from mart_issues
where
    first_complaint_at is not null
    and (first_news_at is null or first_complaint_at < first_news_at)
order by first_complaint_at desc, issue_id asc
