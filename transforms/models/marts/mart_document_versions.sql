-- A version holds from the time the source gives for its edit, else from the run that brought it; never before the version
-- that it follows, whatever the source's clock says. Of a document that is withheld, no version is shown.
with ordered as (
    select
        *,
        row_number() over (
            partition by document_id order by cast(load_id as double) asc, load_position asc, content_hash asc
        ) as version_number
    from {{ ref('stg_documents') }}
),

compared as (
    select
        *,
        max(least(coalesce(updated_at, collected_at), collected_at)) over (
            partition by document_id order by version_number rows between unbounded preceding and current row
        ) as valid_from,
        lag(title) over (partition by document_id order by version_number) as former_title,
        lag(text) over (partition by document_id order by version_number) as former_text
    from ordered
)

select
    c.document_id,
    c.version_number,
    c.valid_from,
    lead(c.valid_from) over (partition by c.document_id order by c.version_number) as valid_to,
    lead(c.version_number) over (partition by c.document_id order by c.version_number) is null as is_current,
    case when w.document_id is null then c.title end as title,
    case when w.document_id is null then c.text end as text,
    c.version_number > 1 and coalesce(c.title, '') <> coalesce(c.former_title, '') as is_title_changed,
    c.version_number > 1 and coalesce(c.text, '') <> coalesce(c.former_text, '') as is_text_changed,
    c.content_hash,
    w.document_id is not null as is_withheld
from compared as c
left join {{ ref('int_documents_withheld') }} as w on c.document_id = w.document_id
