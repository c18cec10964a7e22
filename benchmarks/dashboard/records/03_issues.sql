insert into int_issue_documents by name
select
    d.document_id,
    d.published_at,
    d.channel_slug,
    d.source_slug as voice,
    coalesce(d.duplicate_of, d.document_id) as family_id,
    case when g.tone <> 'tidak-yakin' then g.tone = 'negatif' end as is_negative,
    case when g.stance not in ('tidak-yakin', 'tidak-berlaku') then g.stance = 'menolak' end as is_critical,
    g.is_official,
    d.province_code,
    d.outlet_tier as tier,
    'cerita-' || g.issue as story_id,
    'isu-' || g.issue as issue_id,
    d.published_on,
    d.duplicate_of is null as is_original,
    1 as story_position,
    true as is_novel
from given as g
inner join mart_documents as d on md5(cast(g.number as varchar)) = d.document_id
where g.issue >= 0;

insert into int_issues by name
select
    issue_id,
    issue_id as current_issue_id,
    true as is_standing,
    'Label ' || issue_id as label,
    'kata kunci; ' || issue_id as key_phrases,
    min(published_at) as first_at,
    max(published_at) as last_at,
    true as is_shown
from int_issue_documents
group by issue_id;
