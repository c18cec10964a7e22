-- One agency would have to act; the text names another one in seven of ten, and a third stands behind the first in three.
insert into mart_document_agencies by name
select
    md5(cast(number as varchar)) as document_id,
    cast(published_at + interval 7 hour as date) as published_on,
    channel as channel_slug,
    'dinas-' || a.agency as agency_slug,
    'Dinas Nomor ' || a.agency as agency_name,
    a.role_slug,
    a.rank
from given,
    unnest([
        struct_pack(agency := agency_1, role_slug := 'berwenang', rank := 1, is_there := true),
        struct_pack(agency := agency_2, role_slug := 'disebut', rank := 1, is_there := has_second),
        struct_pack(agency := agency_3, role_slug := 'disebut', rank := 2, is_there := has_third),
        struct_pack(agency := agency_3, role_slug := 'berwenang', rank := 2, is_there := has_second)
    ]) as t (a)
where a.is_there
order by document_id, agency_slug;
