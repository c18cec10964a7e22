"""Every filter acts, stands in the address, and comes back from it; the keyboard is enough."""

from __future__ import annotations

import pytest

from tests.integration.dashboard.reading import number


def test_without_a_choice_the_last_thirty_days_are_shown(open_page):
    page = open_page()
    assert page.page.input_value('input[name="dari"]') == "2026-08-06"
    assert page.page.input_value('input[name="sampai"]') == "2026-09-04"
    assert page.text('[data-days][aria-pressed="true"]') == "30 hari"


@pytest.mark.parametrize(("name", "value"), [("sektor", "kesehatan"), ("provinsi", "35"), ("kanal", "berita")])
def test_a_choice_acts_stands_in_the_address_and_comes_back(open_page, name, value):
    page = open_page()
    everything = page.text("#result")
    page.choose(name, value)
    assert page.chosen == f"{name}={value}"
    found = page.text("#result")
    assert found != everything
    again = open_page(page.chosen)
    assert again.text("#result") == found
    assert again.page.input_value(f'select[name="{name}"]') == value


def test_an_agency_loads_its_file_once_and_only_when_chosen(open_page, marts):
    page = open_page()
    assert not [url for url in page.requests if "/agencies/" in url]
    slug = marts.execute("select agency_slug from mart_agency_mentions_daily order by 1 limit 1").fetchone()[0]
    for value in (slug, "", slug):
        page.choose("instansi", value)
    assert len([url for url in page.requests if "/agencies/" in url]) == 1
    assert page.chosen.endswith(f"instansi={slug}")
    assert page.text('#panel-instansi .pick[aria-pressed="true"]')


def test_days_are_chosen_by_preset_and_by_date(open_page):
    page = open_page().press('[data-days="7"]')
    assert page.chosen == "hari=7"
    page.act(lambda: page.page.fill('input[name="dari"]', "2026-08-01"))
    assert page.chosen == "dari=2026-08-01&sampai=2026-09-04"
    assert page.page.locator('[data-days][aria-pressed="true"]').count() == 0
    assert len(page.rows("volume")) == 35


def test_a_query_string_serves_where_a_link_lost_its_hash(open_page, folder):
    page = open_page()
    page.page.goto(f"{folder.as_uri()}/index.html?sektor=kesehatan")
    page.page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.page.input_value('select[name="sektor"]') == "kesehatan"


def test_filters_narrow_each_other_and_reset_undoes_them(open_page):
    page = open_page().choose("sektor", "kesehatan").choose("kanal", "berita").choose("provinsi", "35")
    assert page.chosen == "sektor=kesehatan&kanal=berita&provinsi=35"
    page.press("#reset")
    assert page.text("#result") == open_page().text("#result")


def test_the_back_button_undoes_a_filter(open_page):
    page = open_page().choose("kanal", "berita").choose("sektor", "kesehatan")
    page.act(lambda: page.page.go_back())
    assert page.chosen == "kanal=berita"
    assert page.page.input_value('select[name="sektor"]') == ""


def test_what_the_snapshot_does_not_have_is_told_and_left_out(open_page):
    page = open_page("sektor=antariksa&dari=2019-01-01")
    assert 'Sektor "antariksa" tidak ada' in page.text("#notice")
    assert "2019-01-01 di luar potret ini" in page.text("#notice")
    assert page.figure("Penyebutan") == open_page("hari=92").figure("Penyebutan")


def test_a_tile_is_reached_and_pressed_by_keyboard_alone(open_page):
    page = open_page()
    page.page.focus("#panel-provinsi .panel-controls button:last-child")
    page.page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.code"
    assert page.page.evaluate(focused) == "11"
    page.page.keyboard.press("ArrowRight")
    assert page.page.evaluate(focused) != "11"
    page.page.focus('[data-code="35"]')
    page.act(lambda: page.page.keyboard.press("Enter"))
    assert page.chosen == "provinsi=35"
    assert page.page.evaluate(focused) == "35"
    page.act(lambda: page.page.keyboard.press("Enter"))
    assert "provinsi" not in page.chosen


def test_names_in_the_tables_filter_too(open_page):
    page = open_page().press("#panel-sektor .pick >> nth=0")
    assert page.chosen.startswith("sektor=")
    page.press("#panel-sektor .pick[aria-pressed='true']")
    assert "sektor" not in page.chosen


def test_issues_are_filtered_by_state_scope_and_days(open_page, marts):
    page = open_page("hari=92").choose("status", "waspada")
    count = marts.execute("select count(*) from mart_issues where state_slug = 'waspada'").fetchone()[0]
    assert len(page.rows("isu")) == count > 0
    query = """
        select count(distinct issue_id) from mart_issue_documents inner join mart_documents as d using (document_id)
        where d.channel_slug = 'rilis'
    """
    within = open_page("hari=92&kanal=rilis")
    assert f"dan {number(marts.execute(query).fetchone()[0])} isu" in within.text("#result")
    assert "0 isu" in open_page("dari=2026-07-07&sampai=2026-07-07").text("#result")


def test_an_issue_opens_to_tell_why_and_keeps_the_focus(open_page, marts):
    page = open_page()
    reason, label = marts.execute("select state_reason, label from mart_issues where state_slug = 'siaga'").fetchone()
    button = page.page.get_by_role("button", name=label, exact=True)
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.page.evaluate("document.activeElement.dataset.issue") == button.get_attribute("data-issue")
    told = page.text(f"#rincian-{button.get_attribute('data-issue')}")
    assert reason in told
    assert "Siapa lebih dulu" in told


def test_tables_are_sorted_by_their_headings(open_page):
    page = open_page()
    page.page.click('#panel-isu [data-sort="documents"]')
    counts = [int(row[3].split()[0].replace(".", "")) for row in page.rows("isu")]
    assert counts == sorted(counts, reverse=True)
    assert page.page.get_attribute("#panel-isu th[aria-sort]", "aria-sort") == "descending"
