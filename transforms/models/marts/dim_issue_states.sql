select
    state_slug,
    state_name,
    phase_slug,
    phase_name,
    state_description,
    sort_order
from {{ ref('issue_states') }}
