from __future__ import annotations

import pytest
from tiny_briefs import exhibit_home

from reports.brief import advice as advice_module
from reports.brief.advice import Rule, advise, most_urgent, read_rules
from reports.brief.audience import NATIONAL
from reports.brief.content import read_content
from reports.brief.issues import issue_facts
from reports.brief.sections import week_facts
from warehouse.access import open_marts
from warehouse.errors import InputError

ISSUE = {
    "state": "normal",
    "state_name": "Normal",
    "state_description": "Dengarkan.",
    "state_hours": 5,
    "age_hours": 60,
    "release_count": 0,
    "recent_release_count": 0,
    "official_hours": None,
    "recent_check_count": 0,
    "recent_complaint_count": 0,
    "first_channel": "berita",
    "siaga_probability": None,
    "critical_share": None,
    "document_count": 40,
    "agency": "Dinas Pengairan",
    "places": "Kota Malang",
}
WEEK = {
    "mention_count": 10,
    "coverage_share": 0.95,
    "low_day_count": 0,
    "complaint_sector": None,
    "complaint_week_count": 0,
    "complaint_last_week_count": 0,
    "false_claim_count": 0,
    "silent_source_count": 0,
    "is_national": True,
}
CLARIFY = (
    "Sebarkan klarifikasi lewat kanal resmi: 3 klaim dalam isu ini pekan ini diputus salah, palsu, menyesatkan, atau penipuan."
)
FIRING = {
    "siapkan-pernyataan": (
        {"state": "siaga"},
        "Siapkan pernyataan resmi: 60 jam sejak dokumen pertama, belum ada siaran pers pekan ini.",
        "Humas Dinas Pengairan",
    ),
    "perbarui-pernyataan": (
        {"state": "krisis", "state_name": "Krisis", "recent_release_count": 2},
        "Perbarui pernyataan resmi dan pakai satu juru bicara: pekan ini ada 2 siaran pers, tetapi isu masih krisis.",
        "Humas Dinas Pengairan",
    ),
    "sebarkan-klarifikasi": (
        {"state": "waspada", "recent_check_count": 3},
        CLARIFY,
        "Humas Dinas Pengairan",
    ),
    "klarifikasi-isu-tenang": ({"recent_check_count": 3}, CLARIFY, "Humas Dinas Pengairan"),
    "tindak-lanjuti-pengaduan": (
        {"recent_complaint_count": 7, "first_channel": "pengaduan"},
        "Tindak lanjuti 7 pengaduan pekan ini di Kota Malang: warga mengadu lebih dulu daripada kanal lain.",
        "Pengelola pengaduan Dinas Pengairan",
    ),
    "bersiap-siaga": (
        {"siaga_probability": 0.34},
        "Siapkan fakta dan juru bicara: peluang isu ini mencapai siaga atau krisis dalam 24 jam 34 %.",
        "Humas Dinas Pengairan",
    ),
    "tanggapi-keberatan": (
        {"critical_share": 0.6},
        "Jawab keberatan yang diajukan; 60 % dokumen yang sikapnya terbaca menolak.",
        "Humas Dinas Pengairan",
    ),
    "ikuti-status": (
        {"state": "waspada", "state_name": "Waspada"},
        "Waspada sejak 5 jam lalu. Dengarkan.",
        "Humas Dinas Pengairan",
    ),
    "belum-terdengar": (
        {"mention_count": 0},
        "Jangan simpulkan bahwa keadaan tenang: pekan ini belum ada dokumen isu publik yang terkumpul.",
        "Analis",
    ),
    "jangan-simpulkan": (
        {"coverage_share": 0.61, "low_day_count": 2},
        "Jangan simpulkan naik atau turunnya perbincangan: cakupan pekan ini 61 %, kurang pada 2 hari.",
        "Analis",
    ),
    "tangani-pengaduan-naik": (
        {"complaint_sector": "Kesehatan", "complaint_week_count": 12, "complaint_last_week_count": 5},
        "Tangani pengaduan sektor Kesehatan: 12 pekan ini, pekan sebelumnya 5.",
        "Pengelola pengaduan",
    ),
    "klarifikasi-hoaks": (
        {"false_claim_count": 4},
        "Sebarkan klarifikasi atas 4 klaim yang pekan ini diputus salah, palsu, menyesatkan, atau penipuan.",
        "Humas",
    ),
    "periksa-sumber": (
        {"silent_source_count": 2},
        "Periksa 2 sumber yang sunyi, kurang terdengar, atau gagal dibaca.",
        "Pengelola Pantau",
    ),
}
SILENT = [
    ("siapkan-pernyataan", {"state": "waspada"}),
    ("siapkan-pernyataan", {"state": "krisis", "recent_release_count": 1}),
    ("perbarui-pernyataan", {"state": "normal", "recent_release_count": 1}),
    ("perbarui-pernyataan", {"state": "krisis", "release_count": 2}),
    ("sebarkan-klarifikasi", {"recent_check_count": 3}),
    ("klarifikasi-isu-tenang", {"recent_check_count": 3, "state": "waspada"}),
    ("tindak-lanjuti-pengaduan", {"recent_complaint_count": 7, "first_channel": "berita"}),
    ("tindak-lanjuti-pengaduan", {"recent_complaint_count": 0, "first_channel": "pengaduan"}),
    ("bersiap-siaga", {"siaga_probability": 0.2}),
    ("bersiap-siaga", {"siaga_probability": 0.9, "state": "siaga"}),
    ("tanggapi-keberatan", {"critical_share": 0.9, "document_count": 5}),
    ("jangan-simpulkan", {"coverage_share": None}),
    ("tangani-pengaduan-naik", {"complaint_week_count": 4, "complaint_last_week_count": 0}),
    ("tangani-pengaduan-naik", {"complaint_week_count": 12, "complaint_last_week_count": 11}),
    ("periksa-sumber", {"silent_source_count": 2, "is_national": False}),
]


def about(rule: str) -> tuple[str, dict]:
    kind = next(one.about for one in read_rules() if one.rule == rule)
    return kind, ISSUE if kind == "isu" else WEEK


@pytest.mark.parametrize("rule", [one.rule for one in read_rules()])
def test_a_rule_says_what_to_do_and_by_whom_where_its_facts_hold(rule):
    (kind, calm), (facts, text, who) = about(rule), FIRING[rule]
    found = {one.rule: one for one in advise(kind, calm | facts)}
    assert (found[rule].text, found[rule].who) == (text, who)


@pytest.mark.parametrize(("rule", "facts"), SILENT)
def test_a_rule_is_silent_where_its_facts_do_not_hold(rule, facts):
    kind, calm = about(rule)
    assert rule not in [one.rule for one in advise(kind, calm | facts)]


def test_a_calm_issue_and_a_calm_week_need_nothing():
    assert advise("isu", ISSUE) == advise("pekan", WEEK) == []


def test_an_official_post_is_no_press_release():
    found = advise("isu", ISSUE | {"state": "krisis", "official_hours": 13})[0]
    assert found.text.endswith("belum ada siaran pers pekan ini; yang ada baru tulisan resmi lain, 13 jam sesudahnya.")


def test_a_release_of_earlier_weeks_is_not_told_as_a_mere_post():
    found = advise("isu", ISSUE | {"state": "krisis", "release_count": 1, "official_hours": 13})[0]
    assert found.text == "Siapkan pernyataan resmi: 60 jam sejak dokumen pertama, belum ada siaran pers pekan ini."


def test_a_calm_issue_comes_after_what_the_week_asks_for():
    calm = advise("isu", ISSUE | {"recent_check_count": 3}, "tenang")
    found = most_urgent([*calm, *advise("pekan", WEEK | {"silent_source_count": 1})], 9)
    assert [one.subject for one in found] == [None, "tenang"]


def test_the_rules_ask_for_facts_that_a_brief_has(tmp_path):
    with open_marts(exhibit_home(tmp_path / "home")) as marts:
        facts = read_content(marts, NATIONAL).facts
    assert set(ISSUE) <= set(issue_facts(facts["B2"][0], facts, NATIONAL))
    assert set(WEEK) <= set(week_facts(facts, NATIONAL))


def test_the_brief_begins_with_one_advice_an_issue_in_the_order_of_the_rules():
    waiting = advise("isu", ISSUE | {"state": "waspada"}, "tenang")
    urgent = advise("isu", ISSUE | {"state": "krisis", "recent_check_count": 1}, "gawat")
    found = most_urgent([*waiting, *urgent, *advise("pekan", WEEK | {"silent_source_count": 1})], 9)
    assert [(one.subject, one.rule) for one in found] == [
        ("gawat", "siapkan-pernyataan"),
        ("tenang", "ikuti-status"),
        (None, "periksa-sumber"),
    ]
    assert len(most_urgent([*waiting, *urgent], 1)) == 1


@pytest.mark.parametrize("when", ["keadaan == 'krisis'", "state ==", "age_hours > 'dua'", "state.__class__.__mro__"])
def test_a_rule_that_cannot_be_read_is_named_with_the_facts_there_are(when):
    rule = Rule(rule="aturan-baru", about="isu", when=when, text="Dengar.", who="Humas", refs=("B2",))
    with pytest.raises(InputError, match=r"rule aturan-baru cannot be read: .* Facts about isu are: age_hours, agency"):
        advise("isu", ISSUE, rules=(rule,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- rule: [", "not valid YAML"),
        ("- {rule: a, about: isu, when: state, text: Dengar}", "0.who: Field required"),
        ("- {rule: a, about: negara, when: state, text: Dengar, who: Humas, refs: [B2]}", "0.about"),
        ("rule: a", "valid list"),
    ],
)
def test_a_file_of_rules_that_is_wrong_is_named(tmp_path, text, message):
    file = tmp_path / "advice.yml"
    file.write_text(text)
    with pytest.raises(InputError, match=message) as error:
        read_rules(file)
    assert str(file) in str(error.value)


def test_rules_are_named_once_and_refer_to_queries_that_are_there():
    rules = read_rules()
    assert len({one.rule for one in rules}) == len(rules)
    known = {f"B{int(file.stem[1:3])}" for file in (advice_module.RULES.parent / "queries").glob("b*.sql")}
    assert {ref for one in rules for ref in one.refs} <= known
