{# Tables that Python rooms write: `source()` keeps the lineage, the folder comes from the data home at run time. #}

{% macro home() -%}
    {{ env_var('PANTAU_HOME', '.') }}
{%- endmacro %}

{% macro raw_rows(table) -%}
    {%- do source('raw', table) -%}
    {{ adapter.dispatch('read_folder', 'pantau')(pantau.home() ~ '/raw/*/' ~ table ~ '/*/*.parquet') }}
{%- endmacro %}

{% macro ml_rows(table) -%}
    {%- do source('ml', table) -%}
    {{ adapter.dispatch('read_folder', 'pantau')(pantau.home() ~ '/ml/' ~ table ~ '/*/*.parquet') }}
{%- endmacro %}

{# Without lineage: for the model that the rows of the folder come from. #}
{% macro ml_rows_before(table) -%}
    {{ adapter.dispatch('read_folder', 'pantau')(pantau.home() ~ '/ml/' ~ table ~ '/*/*.parquet') }}
{%- endmacro %}

{% macro cleaner_version() -%}
    '{{ env_var("PANTAU_CLEANER_VERSION", "") }}'
{%- endmacro %}

{% macro committed_loads() -%}
    {{ adapter.dispatch('read_commits', 'pantau')(pantau.home() ~ '/raw/*/_dlt_loads/*.jsonl') }}
{%- endmacro %}

{% macro duckdb__read_folder(glob) -%}
    read_parquet('{{ glob }}', union_by_name = true, hive_partitioning = false)
{%- endmacro %}

{% macro duckdb__read_commits(glob) -%}
    read_json('{{ glob }}', format = 'newline_delimited', columns = {load_id: 'varchar', status: 'bigint'})
{%- endmacro %}
