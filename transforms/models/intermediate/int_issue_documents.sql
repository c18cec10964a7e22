-- A document goes with its story, or the one that its story went up in, and that with its last move; what the watch wrote down
-- is the issue of when the document came. A text that was edited later stays where its first wording was put. Copies count once
-- an issue: its first document of a family is the original. What is not shown is left out from here on.
with versions as (
    select model_version
    from {{ ref('stg_ml_models') }}
    where reader_name = 'stories'
),

joined as (
    select
        m.story_id,
        m.other_story_id,
        m.issue_id,
        row_number() over (partition by m.story_id order by m.seen_at desc, m.event_id asc) as recency
    from {{ ref('stg_ml_issue_moves') }} as m
    inner join versions on m.reader_version = versions.model_version
    where m.kind_slug = 'cerita-gabung'
),

moves as (
    select
        m.story_id,
        m.issue_id,
        row_number() over (partition by m.story_id order by m.seen_at desc, m.event_id asc) as recency
    from {{ ref('stg_ml_issue_moves') }} as m
    inner join versions on m.reader_version = versions.model_version
    where m.kind_slug = 'cerita-pindah'
),

placed as (
    select
        r.document_id,
        r.similarity,
        coalesce(j.other_story_id, r.story_id) as story_id,
        coalesce(m.issue_id, j.issue_id, r.issue_id) as issue_id
    from {{ ref('stg_ml_issue_documents') }} as r
    inner join versions on r.reader_version = versions.model_version
    left join joined as j on r.story_id = j.story_id and j.recency = 1
    left join moves as m on coalesce(j.other_story_id, r.story_id) = m.story_id and m.recency = 1
),

standing as (
    select
        d.document_id,
        d.published_at,
        d.channel_slug,
        d.voice,
        d.family_id,
        d.is_negative,
        d.is_critical,
        d.is_official,
        d.province_code,
        d.tier,
        d.reach_count,
        p.story_id,
        p.similarity,
        c.issue_id
    from placed as p
    inner join {{ ref('ml_issue_documents') }} as d on p.document_id = d.document_id
    inner join {{ ref('int_issues') }} as i on p.issue_id = i.issue_id
    inner join {{ ref('int_issues') }} as c on i.current_issue_id = c.issue_id
    where c.is_shown
)

select
    s.*,
    cast(s.published_at + interval '7' hour as date) as published_on,
    row_number() over (partition by s.issue_id, s.family_id order by s.published_at, s.document_id) = 1 as is_original,
    row_number() over (partition by s.story_id order by s.published_at, s.document_id) as story_position,
    s.published_at < min(s.published_at) over (partition by s.story_id) + interval '48' hour as is_novel
from standing as s
