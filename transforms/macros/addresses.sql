{#
    The canonical form of an address, so that one article has one: https, host in lower case without www., m. and amp., no default
    port, no fragment, no AMP and tracking parts, no page numbers, no trailing slash. Parameters that name content (id, p, v) stay in
    their order. Only parameters that never name content are dropped; page numbers only of outlets that split articles so, and
    page=all of any.
    Null for what is no http address. Patterns keep to RE2, without quotation marks, so that any engine can hold them.
#}

{% macro canonical_url(column) -%}
    {{ adapter.dispatch('canonical_url', 'pantau')(column) }}
{%- endmacro %}

{% macro tracking_parameters() -%}
    {{ return(
        'utm_[a-z_]*|at_[a-z_]*|pk_[a-z]*|mtm_[a-z]*|hsa_[a-z]*|_hs[a-z]*|fb_[a-z_]*|fbclid|gclid|gclsrc|gbraid|wbraid|dclid'
        ~ '|msclkid|yclid|twclid|ttclid|igshid|igsh|igsi|mibextid|rdid|si|feature|_ga|_gl|mc_cid|mc_eid|spm|share|shared|share_id'
        ~ '|sharer|ref|ref_src|ref_url|referrer|source|src|from|amp|amp_[a-z_]*|outputtype|cmpid|ocid|ito|smid|s_kwcid|wt_mc'
        ~ '|_branch_match_id|_branch_referrer|campaign|medium|tag_from|single|showpage'
    ) }}
{%- endmacro %}

{% macro duckdb__canonical_url(column) -%}
    {%- set trimmed = "trim(" ~ column ~ ")" -%}
    {%- set address = "regexp_replace(" ~ trimmed ~ ", '#.*$', '', 's')" -%}
    {%- set host = "lower(regexp_extract(" ~ address ~ ", '^(?i:https?)://(?:[^/?@]*@)?([^/:?]+)', 1))" -%}
    {%- set short_host = "regexp_replace(" ~ host ~ ", '^(?:(?:www[0-9]?|m|amp|mobile)[.])+([^.]+[.])', '\\1')" -%}
    {%- set port = "regexp_replace(regexp_extract(" ~ address ~ ", '^(?i:https?)://[^/?]*?(:[0-9]+)(?:[/?]|$)', 1)"
        ~ ", '^:(?:80|443)$', '')" -%}
    {%- set path = "regexp_extract(" ~ address ~ ", '^(?i:https?)://[^/?]*([^?]*)', 1)" -%}
    {%- set plain_path = "regexp_replace(regexp_replace(" ~ path
        ~ ", '^/amp(?:/|$)|/(?:amp|index[.](?:html?|php))/*$', '/'), '/+$', '')" -%}
    {%- set paged_hosts = "'(?:^|[.])(?:detik|kompas|tribunnews|okezone|sindonews|liputan6|suara|jpnn|viva|cnnindonesia)"
        ~ "[.](?:com|co[.]id)$'" -%}
    {%- set one_path = "case when regexp_matches(" ~ host ~ ", " ~ paged_hosts ~ ") then regexp_replace(" ~ plain_path
        ~ ", '([0-9]{6,}/.*[a-z].*)/[0-9]{1,2}$', '\\1') else " ~ plain_path ~ " end" -%}
    {%- set query = "regexp_extract(" ~ address ~ ", '[?](.*)$', 1)" -%}
    {%- set dropped = "'(?:(?:" ~ pantau.tracking_parameters() ~ ")(?:=.*)?|page=all)'" -%}
    {%- set parameters = "list_filter(string_split_regex(" ~ query ~ ", '&(?:amp;)?|[?]'), lambda p: p <> ''"
        ~ " and not regexp_full_match(lower(p), " ~ dropped ~ ")"
        ~ " and not (regexp_full_match(p, 'page=[0-9]*') and regexp_matches(" ~ host ~ ", " ~ paged_hosts ~ ")))" -%}
    case
        when {{ host }} <> ''
            then
                'https://' || {{ short_host }} || {{ port }} || {{ one_path }}
                || case when len({{ parameters }}) > 0 then '?' || array_to_string({{ parameters }}, '&') else '' end
    end
{%- endmacro %}
