-- A version holds from the time the source gives for its edit, else from the run that brought it; never before the version
-- that it follows, whatever the source's clock says.
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
    document_id,
    version_number,
    valid_from,
    lead(valid_from) over (partition by document_id order by version_number) as valid_to,
    lead(version_number) over (partition by document_id order by version_number) is null as is_current,
    title,
    text,
    version_number > 1 and coalesce(title, '') <> coalesce(former_title, '') as is_title_changed,
    version_number > 1 and coalesce(text, '') <> coalesce(former_text, '') as is_text_changed,
    content_hash
from compared
