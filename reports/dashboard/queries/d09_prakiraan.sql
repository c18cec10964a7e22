-- Berapa dokumen dan porsi negatif yang diperkirakan tujuh hari ke depan, dan seberapa andal prakiraannya?
select
    f.current_issue_id,
    coalesce(i.label, 'Semua dokumen') as label,
    f.measure_slug,
    f.model_slug,
    f.made_on,
    f.target_on,
    f.expected,
    f.low,
    f.high,
    s.coverage_share,
    s.naive_ratio
from mart_issue_forecasts as f
inner join mart_issue_forecast_scores as s
    on f.issue_id = s.issue_id and f.measure_slug = s.measure_slug and s.is_latest and s.is_shown
left join mart_issue_heats as h on f.current_issue_id = h.issue_id
left join mart_issues as i on f.current_issue_id = i.issue_id
where f.is_latest and (h.heat_rank <= 60 or f.current_issue_id = 'semua')
order by coalesce(h.heat_rank, 0), f.measure_slug, f.made_on, f.target_on
