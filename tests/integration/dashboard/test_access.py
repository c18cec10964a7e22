"""Everyone can read the page: by keyboard, by ear, on a phone, on paper, in the dark."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest


def test_everything_has_a_name_and_headings_go_down_one_by_one(open_page):
    page = open_page("hari=92")
    assert page.page.evaluate(NAMELESS) == []
    levels = page.page.eval_on_selector_all("h1, h2, h3", "all => all.map(heading => Number(heading.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.page.eval_on_selector_all("[id]", "all => all.map(element => element.id)")
    assert len(ids) == len(set(ids))
    charts = page.page.eval_on_selector_all(".chart", "all => all.map(chart => chart.getAttribute('aria-label'))")
    assert len(charts) == 3
    assert all(re.search(r"\d", label) for label in charts)


def test_the_first_tab_leads_past_the_filters_and_focus_is_seen(open_page):
    page = open_page()
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "skip"
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "isi"
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_no_width_scrolls_sideways(open_page, width):
    page = open_page("hari=92", width=width)
    assert page.page.evaluate("document.documentElement.scrollWidth") == width


def test_light_and_dark_follow_the_system_until_one_is_chosen(open_page):
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = open_page(color_scheme="light"), open_page(color_scheme="dark")
    assert light.page.evaluate(ground) != dark.page.evaluate(ground)
    light.press("#theme")
    assert light.page.evaluate(ground) == dark.page.evaluate(ground)
    light.open()
    assert light.page.evaluate(ground) == dark.page.evaluate(ground)


def test_paper_is_light_and_keeps_the_charts(open_page):
    page = open_page(color_scheme="dark")
    page.page.evaluate(NOTE_THEMES)
    assert page.page.pdf(prefer_css_page_size=True)
    assert page.page.evaluate("themes") == ["terang", "gelap"]
    assert page.page.locator(".chart svg[viewBox] path").count() > 10
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, scheme):
    page = open_page("hari=92&peta=negatif", color_scheme=scheme)
    assert page.page.evaluate(CONTRASTS) == []


NAMELESS = """() => [...document.querySelectorAll('button, select, input, section, [role=img], [role=region], [role=group]')]
    .filter(e => !(e.innerText && e.tagName === 'BUTTON') && !(e.labels && e.labels.length))
    .filter(e => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')).map(e => e.outerHTML.slice(0, 120))"""
NOTE_THEMES = """() => {
    window.themes = [];
    document.addEventListener('pantau:theme', () => themes.push(document.documentElement.dataset.theme));
}"""
CONTRASTS = """() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data]; };
    const ground = element => { for (let e = element; e; e = e.parentElement) {
        const color = rgba(getComputedStyle(e).backgroundColor); if (color[3] > 250) return color; }
        return [255, 255, 255, 255]; };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
    const poor = new Set();
    for (const element of document.querySelectorAll('body *')) {
        const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (!hasText || !element.offsetParent || element.closest('svg, .unseen, noscript')) continue;
        const [a, b] = [rgba(getComputedStyle(element).color), ground(element)].map(light).sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) poor.add(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
    }
    return [...poor];
}"""
"""Elements with text whose colour is less than 4.5 to 1 against what they stand on."""
