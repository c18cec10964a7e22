{# Lists of strings, which Python rooms write and BI tools cannot read: as one string, or as rows. #}

{% macro joined(column, separator) -%}
    {{ adapter.dispatch('joined', 'pantau')(column, separator) }}
{%- endmacro %}

{% macro duckdb__joined(column, separator) -%}
    array_to_string({{ column }}, '{{ separator }}')
{%- endmacro %}

{# One row per element, as `element` with its `position` from 1, beside the columns of `keys`. #}

{% macro list_rows(relation, keys, column, element) -%}
    {{ adapter.dispatch('list_rows', 'pantau')(relation, keys, column, element) }}
{%- endmacro %}

{% macro duckdb__list_rows(relation, keys, column, element) -%}
    select {{ keys | join(', ') }}, unnest({{ column }}) as {{ element }}, generate_subscripts({{ column }}, 1) as position
    from {{ relation }}
{%- endmacro %}

{# The strings of a group as one string, in their order. #}

{% macro joined_rows(column, separator) -%}
    {{ adapter.dispatch('joined_rows', 'pantau')(column, separator) }}
{%- endmacro %}

{% macro duckdb__joined_rows(column, separator) -%}
    string_agg({{ column }}, '{{ separator }}' order by {{ column }})
{%- endmacro %}
