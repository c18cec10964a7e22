-- Handed over: every document that has been cleaned. What is withheld needs its words to be grouped, and names nothing; the
-- file stays in the data home. What its source has deleted since was said and heard: it stays, or a replay would not see what
-- was known then. In news the outlet speaks, whoever wrote it; among citizens the account.
select
    d.document_id,
    c.input_hash,
    d.published_at,
    d.channel_slug,
    case
        when d.channel_slug in ('media-sosial', 'pengaduan') then coalesce(a.outlet_slug, d.author_id, f.publisher)
        else f.publisher
    end as voice,
    f.family_id,
    d.title,
    c.clean_text as text,
    case l.sentiment_slug when 'negatif' then true when 'netral' then false when 'positif' then false end as is_negative,
    case l.stance_slug when 'menolak' then true when 'mendukung' then false when 'netral' then false end as is_critical,
    case l.relevance_slug when 'ya' then true when 'tidak' then false end as is_relevant,
    d.channel_slug = 'rilis' or coalesce(d.account_class_slug, '') in ('pejabat', 'lembaga') as is_official,
    p.province_code,
    p.region_codes,
    a.outlet_tier as tier,
    case
        when d.view_count is not null then d.view_count
        when coalesce(d.like_count, d.share_count, d.reply_count) is not null
            then coalesce(d.like_count, 0) + coalesce(d.share_count, 0) + coalesce(d.reply_count, 0)
    end as reach_count,
    w.document_id is not null as is_withheld
from {{ ref('int_documents') }} as d
inner join {{ ref('int_documents_cleaned') }} as c on d.document_id = c.document_id
inner join {{ ref('int_documents_attributed') }} as a on d.document_id = a.document_id
inner join {{ ref('int_documents_copied') }} as f on d.document_id = f.document_id
inner join {{ ref('int_documents_placed') }} as p on d.document_id = p.document_id
left join {{ ref('int_documents_labelled') }} as l on d.document_id = l.document_id
left join {{ ref('int_documents_withheld') }} as w on d.document_id = w.document_id
