{#
    Mentions, documents that are not off topic, counted by tone and by stance: all of them, and those that copy no other one. Tones
    and stances that are unsure or unread are what the sum lacks.
#}

{% macro mention_counts() -%}
    {%- set counted = {
        'negative': "sentiment_slug = 'negatif'",
        'neutral': "sentiment_slug = 'netral'",
        'positive': "sentiment_slug = 'positif'",
        'supporting': "stance_slug = 'mendukung'",
        'opposing': "stance_slug = 'menolak'",
        'stance_neutral': "stance_slug = 'netral'",
    } -%}
    count(*) as mention_count,
    count(*) filter (where duplicate_of is null) as original_count,
    {% for name, condition in counted.items() -%}
        count(*) filter (where {{ condition }}) as {{ name }}_count,
    {% endfor -%}
    {% for name, condition in counted.items() -%}
        count(*) filter (where {{ condition }} and duplicate_of is null) as {{ name }}_original_count,
    {% endfor -%}
    count(*) filter (where is_withheld) as withheld_count
{%- endmacro %}

{% macro is_mention() -%}
    coalesce(relevance_slug, '') <> 'tidak'
{%- endmacro %}
