-- What needs careful handling is counted like any other, but its words and addresses are not shown.
select
    d.document_id,
    d.source_slug,
    case when w.document_id is null or d.document_ref not like '%://%' then d.document_ref end as document_ref,
    d.channel_slug,
    a.outlet_slug,
    a.outlet_name,
    a.outlet_tier,
    a.outlet_owner_name,
    d.account_class_slug,
    d.author_id,
    case when w.document_id is null then d.title end as title,
    case when w.document_id is null then d.text end as text,
    case when w.document_id is null then c.clean_text end as clean_text,
    c.language_slug,
    c.language_score,
    c.code_mix_share,
    case when w.document_id is null then d.url end as url,
    case when w.document_id is null then d.canonical_url end as canonical_url,
    d.published_at,
    d.published_on,
    d.updated_at,
    d.collected_at,
    t.version_count,
    t.deleted_at_source_at is not null as is_deleted_at_source,
    t.deleted_at_source_at,
    d.like_count,
    d.share_count,
    d.reply_count,
    d.view_count,
    f.family_id,
    f.duplicate_of,
    f.duplicate_kind_slug,
    f.is_exact_copy,
    f.is_campaign,
    p.district_code,
    p.region_code,
    p.province_code,
    p.place_basis_slug,
    a.given_agency_name,
    d.given_topic_name,
    {% for column in var('classifiers').values() %}
        l.{{ column }}_slug,
        l.{{ column }}_score,
        l.{{ column }}_version,
    {% endfor %}
    w.document_id is not null as is_withheld,
    case when w.document_id is null then d.extra_json end as extra_json
from {{ ref('int_documents') }} as d
inner join {{ ref('int_documents_placed') }} as p on d.document_id = p.document_id
inner join {{ ref('int_documents_attributed') }} as a on d.document_id = a.document_id
inner join {{ ref('int_documents_traced') }} as t on d.document_id = t.document_id
inner join {{ ref('int_documents_copied') }} as f on d.document_id = f.document_id
left join {{ ref('int_documents_cleaned') }} as c on d.document_id = c.document_id
left join {{ ref('int_documents_labelled') }} as l on d.document_id = l.document_id
left join {{ ref('int_documents_withheld') }} as w on d.document_id = w.document_id
