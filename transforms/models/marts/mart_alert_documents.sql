with evidence as (
    {{ list_rows(ref('stg_ml_issue_alerts'), ['alert_id', 'edition', 'raised_at'], 'evidence', 'document_id') }}
)

select
    e.alert_id,
    e.edition,
    e.document_id,
    cast(e.position as bigint) as position,
    e.edition = a.edition as is_standing,
    e.raised_at,
    d.source_slug,
    d.channel_slug,
    d.outlet_name,
    d.title,
    d.published_at,
    d.collected_at,
    d.is_withheld
from evidence as e
inner join {{ ref('mart_alerts') }} as a on e.alert_id = a.alert_id
left join {{ ref('mart_documents') }} as d on e.document_id = d.document_id
