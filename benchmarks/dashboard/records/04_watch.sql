-- Every eighth issue was alerted once; every twentieth is foretold.
insert into stg_ml_issue_states by name
select
    't' || issue_id as transition_id,
    issue_id,
    first_at + interval 6 hour as changed_at,
    'normal' as from_slug,
    'siaga' as to_slug,
    'naik-siaga' as rule_slug,
    'Dokumen asli jauh di atas biasanya.' as reason,
    '{}' as measures_json,
    0.95 as coverage_share
from int_issues
where hash(issue_id) % 8 = 0;

insert into stg_ml_issue_alerts by name
select
    'p' || s.issue_id as alert_id,
    1 as edition,
    s.issue_id,
    s.changed_at as raised_at,
    s.changed_at as written_at,
    'siaga' as level_slug,
    'dikirim' as delivery_slug,
    i.label,
    s.reason,
    '{}' as measures_json,
    (select list(d.document_id) from (select document_id from int_issue_documents where issue_id = s.issue_id limit 3) as d)
        as evidence,
    s.changed_at + interval 3 day as ended_at
from stg_ml_issue_states as s
inner join int_issues as i on s.issue_id = i.issue_id;

insert into stg_ml_issue_forecast_scores by name
select
    issue_id,
    'volume' as measure_slug,
    'regresi-bersama' as model_slug,
    date '2026-09-04' as made_on,
    60 as origin_count,
    0.8 as naive_ratio,
    0.8 as seasonal_ratio,
    0.8 as smoothing_ratio,
    0.81 as coverage_share,
    true as is_shown
from (select issue_id from int_issues where hash(issue_id) % 20 = 0 union all select 'semua' as issue_id);

insert into stg_ml_issue_forecasts by name
select
    s.issue_id,
    s.measure_slug,
    s.made_on,
    s.made_on + cast(horizon as integer) as target_on,
    horizon as horizon_days,
    20.0 as expected,
    12.0 as low,
    30.0 as high,
    s.model_slug
from stg_ml_issue_forecast_scores as s
cross join range(1, 8) as h (horizon);
