{# Every run of characters that match `pattern`, replaced. Engines differ in whether they stop at the first one. #}

{% macro replace_all(column, pattern, replacement) -%}
    {{ adapter.dispatch('replace_all', 'pantau')(column, pattern, replacement) }}
{%- endmacro %}

{% macro duckdb__replace_all(column, pattern, replacement) -%}
    regexp_replace({{ column }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
