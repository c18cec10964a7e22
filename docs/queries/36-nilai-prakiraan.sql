-- Topik: Prakiraan
-- Judul: Mutu prakiraan
-- Pertanyaan: Seberapa baik prakiraan setiap deret dibandingkan cara sederhana, dan mana yang karena itu tidak ditampilkan?
-- Catatan: Rasio di bawah 1 berarti lebih baik daripada cara sederhana. coverage_share seharusnya mendekati 0,8.
select
    coalesce(i.label, case when s.issue_id = 'semua' then 'Semua isu' else s.issue_id end) as series_name,
    s.measure_slug,
    s.model_slug,
    s.origin_count,
    cast(s.naive_ratio as decimal(12, 3)) as naive_ratio,
    cast(s.seasonal_ratio as decimal(12, 3)) as seasonal_ratio,
    cast(s.smoothing_ratio as decimal(12, 3)) as smoothing_ratio,
    cast(s.coverage_share as decimal(12, 3)) as coverage_share,
    s.is_shown
from mart_issue_forecast_scores as s
left join mart_issues as i on s.current_issue_id = i.issue_id
where s.is_latest
order by s.naive_ratio, series_name
