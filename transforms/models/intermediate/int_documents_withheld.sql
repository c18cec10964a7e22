-- Where the model is unsure or has not read, nothing is withheld.
select
    document_id,
    sensitivity_slug
from {{ ref('int_documents_labelled') }}
where sensitivity_slug in ('sara', 'kekerasan', 'pribadi')
