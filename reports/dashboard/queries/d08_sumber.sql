-- Bagaimana keadaan setiap sumber, dan sumber mana yang lebih sunyi daripada biasanya?
select
    source_slug,
    channel_slug,
    tier,
    province_name,
    state_slug,
    document_count,
    original_count,
    quarantined_count,
    last_fetched_at,
    last_published_at,
    heard_yesterday_count,
    expected_yesterday_count,
    coalesce(silence_yesterday_state_slug, silence_state_slug) as silence_slug,
    last_error
from mart_source_health
order by source_slug
