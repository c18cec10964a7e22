"""The macro canonical_url, rendered by jinja and run in DuckDB."""

from __future__ import annotations

from types import SimpleNamespace

import duckdb
import jinja2
import pytest

from warehouse.settings import ROOT

SAME = {
    "plain": ("https://contoh.id/berita/jalan-rusak", "https://contoh.id/berita/jalan-rusak"),
    "scheme": ("http://contoh.id/a", "https://contoh.id/a"),
    "upper case host": ("HTTPS://WWW.Contoh.ID/Berita", "https://contoh.id/Berita"),
    "www": ("https://www.contoh.id/a", "https://contoh.id/a"),
    "numbered www": ("https://www2.contoh.id/a", "https://contoh.id/a"),
    "m host": ("https://m.contoh.id/a", "https://contoh.id/a"),
    "amp host": ("https://amp.contoh.com/a", "https://contoh.com/a"),
    "www and m": ("https://www.m.contoh.id/a", "https://contoh.id/a"),
    "m is a short domain": ("https://m.id/a", "https://m.id/a"),
    "edition stays": ("https://jabar.antaranews.com/berita/1", "https://jabar.antaranews.com/berita/1"),
    "trailing slash": ("https://contoh.id/a/", "https://contoh.id/a"),
    "slashes": ("https://contoh.id/a//", "https://contoh.id/a"),
    "root": ("https://contoh.id/", "https://contoh.id"),
    "bare root": ("https://contoh.id", "https://contoh.id"),
    "query on root": ("https://contoh.id?p=12", "https://contoh.id?p=12"),
    "https port": ("https://contoh.id:443/a", "https://contoh.id/a"),
    "http port": ("http://contoh.id:80/a", "https://contoh.id/a"),
    "other port": ("http://contoh.id:8080/a", "https://contoh.id:8080/a"),
    "fragment": ("https://contoh.id/a#komentar", "https://contoh.id/a"),
    "fragment before a question mark": ("https://contoh.id/a#b?c=1", "https://contoh.id/a"),
    "text fragment": ("https://contoh.id/a#:~:text=jalan", "https://contoh.id/a"),
    "user": ("https://user@contoh.id/a", "https://contoh.id/a"),
    "spaces": ("  https://contoh.id/a ", "https://contoh.id/a"),
    "utm": ("https://contoh.id/a?utm_source=x&utm_medium=y", "https://contoh.id/a"),
    "utm in upper case": ("https://contoh.id/a?UTM_Source=x", "https://contoh.id/a"),
    "fbclid": ("https://contoh.id/a?fbclid=IwAR0", "https://contoh.id/a"),
    "gclid beside an id": ("https://contoh.id/baca?id=7&gclid=x", "https://contoh.id/baca?id=7"),
    "id after tracking": ("https://contoh.id/baca?utm_source=x&id=7", "https://contoh.id/baca?id=7"),
    "escaped ampersand": ("https://contoh.id/baca?id=7&amp;utm_source=x", "https://contoh.id/baca?id=7"),
    "two question marks": ("https://contoh.id/baca?id=7?utm_source=x", "https://contoh.id/baca?id=7"),
    "parameter without value": ("https://contoh.id/a?share", "https://contoh.id/a"),
    "spm, ref, source and from": ("https://contoh.id/a?spm=1.2&ref=home&source=wa&from=feed", "https://contoh.id/a"),
    "analytics": ("https://contoh.id/a?_ga=2.1&mc_cid=3&igshid=4", "https://contoh.id/a"),
    "WordPress": ("https://contoh.id/?p=123", "https://contoh.id?p=123"),
    "video": ("https://www.youtube.com/watch?v=abc_D-1&feature=share&si=xyz", "https://youtube.com/watch?v=abc_D-1"),
    "order of parameters": ("https://contoh.id/a?b=2&a=1", "https://contoh.id/a?b=2&a=1"),
    "page id": ("https://contoh.id/index.php/read?page_id=9", "https://contoh.id/index.php/read?page_id=9"),
    "name that only begins like one": ("https://contoh.id/a?fromage=1", "https://contoh.id/a?fromage=1"),
    "empty query": ("https://contoh.id/a?", "https://contoh.id/a"),
    "amp path": ("https://contoh.id/a/amp", "https://contoh.id/a"),
    "amp path with slash": ("https://contoh.id/a/amp/", "https://contoh.id/a"),
    "amp first": ("https://contoh.id/amp/read/12", "https://contoh.id/read/12"),
    "amp parameter": ("https://contoh.id/a?amp=1", "https://contoh.id/a"),
    "bare amp parameter": ("https://contoh.id/a?amp", "https://contoh.id/a"),
    "output type": ("https://contoh.id/a?outputType=amp", "https://contoh.id/a"),
    "amp in a word": ("https://contoh.id/kabar-amplop", "https://contoh.id/kabar-amplop"),
    "lamp": ("https://contoh.id/lampu/amplas", "https://contoh.id/lampu/amplas"),
    "index page": ("https://contoh.id/kabar/index.html", "https://contoh.id/kabar"),
    "detik page": (
        "https://news.detik.com/berita/d-7654321/judul-berita?page=2",
        "https://news.detik.com/berita/d-7654321/judul-berita",
    ),
    "detik single page": (
        "https://news.detik.com/berita/d-7654321/judul?single=1",
        "https://news.detik.com/berita/d-7654321/judul",
    ),
    "detik page in the path": (
        "https://news.detik.com/berita/d-7654321/judul/2",
        "https://news.detik.com/berita/d-7654321/judul",
    ),
    "kompas all pages": (
        "https://amp.kompas.com/nasional/read/2026/01/12/144535078/judul?page=all#page2",
        "https://kompas.com/nasional/read/2026/01/12/144535078/judul",
    ),
    "tribun page": (
        "https://jambi.tribunnews.com/news/1186876/judul?page=3",
        "https://jambi.tribunnews.com/news/1186876/judul",
    ),
    "all pages of any outlet": ("https://contoh.id/judul?page=all", "https://contoh.id/judul"),
    "page of a list": ("https://contoh.id/aduan?page=3", "https://contoh.id/aduan?page=3"),
    "number elsewhere": ("https://contoh.id/kelas/12345678/judul/2", "https://contoh.id/kelas/12345678/judul/2"),
    "date path": ("https://contoh.id/2026/01/12", "https://contoh.id/2026/01/12"),
    "quotation mark": ("https://contoh.id/jum'at", "https://contoh.id/jum'at"),
    "address in a parameter": ("https://contoh.id/a?u=https://lain.id/b", "https://contoh.id/a?u=https://lain.id/b"),
    "no address": ("bukan alamat", None),
    "another scheme": ("ftp://contoh.id/a", None),
    "empty": ("", None),
    "nothing": (None, None),
}


@pytest.fixture(scope="module")
def canonical():
    """The macro as a function of one address."""
    source = (ROOT / "transforms" / "macros" / "addresses.sql").read_text(encoding="utf-8")
    module = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(source)
    # dbt gives `return`, `adapter` and the project's namespace; here they find the macros of this one file
    pantau, adapter = SimpleNamespace(), SimpleNamespace()
    macros = module.make_module({"return": str, "pantau": pantau, "adapter": adapter})
    pantau.tracking_parameters = lambda: str(macros.tracking_parameters()).strip()
    adapter.dispatch = lambda name, _package: getattr(macros, f"duckdb__{name}")
    connection = duckdb.connect()
    connection.execute(f"create macro canonical(url) as ({macros.canonical_url('url')})")
    return lambda url: connection.execute("select canonical(?::varchar)", [url]).fetchone()[0]


@pytest.mark.parametrize("name", SAME)
def test_an_address_has_one_form(canonical, name):
    url, expected = SAME[name]
    assert canonical(url) == expected


@pytest.mark.parametrize("name", SAME)
def test_a_canonical_address_stays_as_it_is(canonical, name):
    expected = SAME[name][1]
    assert canonical(expected) == expected
