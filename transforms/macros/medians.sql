{# The median as a window function; DuckDB's own name for it takes a frame, which not every engine's does. #}

{% macro median_over(column) -%}
    {{ adapter.dispatch('median_over', 'pantau')(column) }}
{%- endmacro %}

{% macro duckdb__median_over(column) -%}
    median({{ column }})
{%- endmacro %}
