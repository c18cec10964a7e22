"""What each official API says of a post, as records; and where the next run goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ingestion.kinds import QuotaSpent, Unusable, kind_module
from ingestion.quota import Books
from tests.fixtures.apis import (
    AS_OF,
    CASES,
    answer,
    document,
    entry_of,
    only_fetch,
    path_of,
    rows_of,
    serve,
    visit_to,
)
from tests.fixtures.world import Reply, Seen, World

FIRST, SHARE, LAST = CASES["x"].first


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    for kind, case in CASES.items():
        for name, value in case.secrets.items():
            monkeypatch.setenv(f"SOURCES__{kind.upper()}__{name.upper()}", value)


def rows(kind: str, world: World, **fields) -> dict[str, dict]:
    """Records by their reference."""
    serve(world, kind)
    return {row["ref"]: row for row in rows_of(only_fetch(kind, world, **fields).open())}


def told(row: dict, *names: str) -> dict:
    return {name: row.get(name) for name in names}


def snowflake(moment: datetime) -> str:
    """The id of a post on X of that moment (naive UTC)."""
    return str(int((moment - datetime(2010, 11, 4, 1, 42, 54, 657_000)).total_seconds() * 1000) << 22)


# X


def test_a_post_on_x_is_known_by_its_handle_and_numbers(world):
    assert told(rows("x", world)[FIRST], "author", "likes", "shares", "replies", "views", "is_share", "language") == {
        "author": "ria_sukamaju",
        "likes": "12",
        "shares": "3",
        "replies": "2",
        "views": "840",
        "is_share": "false",
        "language": "in",
    }


def test_a_share_on_x_has_the_whole_text_of_what_it_shares(world):
    share = rows("x", world)[SHARE]
    assert share["is_share"] == "true"
    assert share["shared_ref"] == "2123702889477046273"
    assert share["text"].endswith("yang dijanjikan @_ sejak Agustus.")


def test_a_reply_on_x_names_what_it_replies_to_and_its_account_when_no_handle_came(world):
    reply = rows("x", world)[LAST]
    assert told(reply, "in_reply_to_ref", "author") == {
        "in_reply_to_ref": "2123702889477046273",
        "author": "9000000000000000003",
    }


def test_posts_that_x_calls_gone_are_told_as_gone(world):
    serve(world, "x")
    chunks = list(only_fetch("x", world).open().read())
    assert [chunk.gone for chunk in chunks] == [["2123340501611446273"], []]


def test_x_is_asked_from_the_newest_post_seen_on(world):
    serve(world, "x")
    assert only_fetch("x", world).open().cursor == FIRST
    only_fetch("x", world, cursor=FIRST).open()
    since = [seen.query.get("since_id") for seen in world.seen(path_of("x"))]
    assert (since[0], since[-1]) == (None, FIRST)


@pytest.mark.parametrize(
    ("age", "is_sent"), [(timedelta(days=6), True), (timedelta(days=7), False), (timedelta(days=90), False)]
)
def test_x_is_not_asked_from_a_post_on_that_search_does_not_reach(age, is_sent, world):
    serve(world, "x")
    only_fetch("x", world, cursor=snowflake(AS_OF - age)).open()
    assert ("since_id" in world.requests[0].query) == is_sent


def test_an_answer_without_posts_leaves_the_cursor_where_it_was(world):
    serve(world, "x", Reply(answer("x", "empty.json")))
    assert only_fetch("x", world, cursor=FIRST).open().cursor == FIRST


def test_posts_of_a_month_are_counted_as_they_come_and_not_as_they_are_asked_for(world):
    serve(world, "x")
    ledger = Books().ledger("uji", AS_OF)
    only_fetch("x", world, ledger=ledger, monthly_posts=10_000).open()
    assert {row["api_slug"]: row["spent_units"] for row in ledger.rows()} == {"x_posts": 3, "x_requests": 2}


def test_a_page_of_x_that_might_pass_the_posts_of_the_month_is_not_asked_for(world):
    serve(world, "x")
    reading = only_fetch("x", world, monthly_posts=101).open().read()
    assert next(reading).table.num_rows == 2
    with pytest.raises(QuotaSpent, match="x_posts: 2 of 101"):
        next(reading)
    assert len(world.requests) == 1


def test_posts_of_a_request_that_failed_are_given_back(world):
    serve(world, "x", Reply(status=404))
    ledger = Books().ledger("uji", AS_OF)
    with pytest.raises(Unusable):
        only_fetch("x", world, ledger=ledger, monthly_posts=100).open()
    assert [row["api_slug"] for row in ledger.rows()] == ["x_requests"]


# YouTube


def test_a_comment_on_youtube_has_the_channel_as_outlet_and_a_reply_names_its_thread(world):
    found = rows("youtube", world)
    names = ("outlet", "author", "likes", "replies", "in_reply_to_ref", "url")
    assert told(found["UgxA1"], *names) == {
        "outlet": "Sukamaju TV",
        "author": "UCpengamatBanjir00000001",
        "likes": "7",
        "replies": "1",
        "in_reply_to_ref": None,
        "url": "https://www.youtube.com/watch?v=vidBanjir01&lc=UgxA1",
    }
    assert told(found["UgxA1.r1"], "in_reply_to_ref", "text") == {
        "in_reply_to_ref": "UgxA1",
        "text": "@_ betul, dari tahun lalu belum diperbaiki",
    }


def test_youtube_is_read_by_the_uploads_of_the_channel_and_never_searched(world):
    rows("youtube", world)
    assert [seen.path for seen in world.requests] == [
        "/api/channels",
        "/api/playlistItems",
        "/api/commentThreads",
        "/api/commentThreads",
    ]
    assert world.requests[1].query["playlistId"] == "UUsukamajuTV0000000000aa"
    assert world.requests[2].query["videoId"] == "vidBanjir01"


def test_a_video_without_comments_is_passed_over(world):
    serve(world, "youtube", Reply(answer("youtube", "disabled.json"), 403), Reply(answer("youtube", "2.json")))
    content = only_fetch("youtube", world, videos=2).open()
    assert [row["ref"] for row in rows_of(content)] == ["UgxA3"]


def test_youtube_goes_no_further_back_than_what_was_seen(world):
    serve(world, "youtube")
    assert only_fetch("youtube", world).open().cursor == "2026-11-21T02:20:00Z"
    world.requests.clear()
    serve(world, "youtube")
    assert only_fetch("youtube", world, cursor="2026-11-20T23:00:00Z").open().cursor == "2026-11-21T02:20:00Z"
    assert len(world.seen(path_of("youtube"))) == 1


def test_a_channel_that_youtube_does_not_know_is_told(world):
    serve(world, "youtube")
    world.route("/api/channels", Reply.json({"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0}}))
    with pytest.raises(Unusable, match="knows no channel UCsukamaju"):
        only_fetch("youtube", world).open()


def test_a_quota_that_google_calls_spent_is_no_failure(world):
    error = {"code": 403, "message": "Kuota habis.", "errors": [{"reason": "quotaExceeded", "domain": "youtube.quota"}]}
    serve(world, "youtube")
    world.route("/api/channels", Reply.json({"error": error}, 403))
    with pytest.raises(QuotaSpent, match="Kuota habis"):
        only_fetch("youtube", world).open()


def test_a_comment_from_the_future_does_not_stop_the_ones_after_it(world):
    page = document("youtube", "2.json")
    page["items"][0]["snippet"]["topLevelComment"]["snippet"]["publishedAt"] = "2099-01-01T00:00:00Z"
    serve(world, "youtube", Reply.json(page))
    assert only_fetch("youtube", world, cursor="2026-11-20T00:00:00Z").open().cursor == "2026-11-20T00:00:00Z"


# Bluesky


def test_a_post_on_bluesky_is_known_by_a_hash_and_a_reply_names_what_it_replies_to(world):
    first, reply, _ = rows("bluesky", world).values()
    assert reply["in_reply_to_ref"] == first["ref"]
    assert told(first, "author", "likes", "replies", "language", "text") == {
        "author": "sari-menulis.bsky.social",
        "likes": "4",
        "replies": "1",
        "language": "id",
        "text": "Antrean di puskesmas Sukamaju sampai ke jalan, @_ tahu?",
    }


def test_queries_on_bluesky_share_one_login(world):
    serve(world, "bluesky")
    entry = entry_of("bluesky", world, queries=["banjir", "asap", "bansos"])
    for fetch in kind_module("bluesky").fetches(entry, visit_to(world)):
        fetch.open()
    (login,) = world.seen("/api/com.atproto.server.createSession")
    assert login.body == b'{"identifier": "pantau.contoh.id", "password": "rahasia-bluesky"}'


def test_bluesky_is_asked_from_a_little_before_the_newest_post_seen_on(world):
    serve(world, "bluesky")
    cursor = only_fetch("bluesky", world).open().cursor
    assert cursor == "2026-11-21T04:40:00.120Z"
    serve(world, "bluesky")
    only_fetch("bluesky", world, cursor=cursor).open()
    assert world.requests[-1].query["since"] == "2026-11-21T04:25:00.120000+00:00"


# Mastodon


def test_a_post_on_mastodon_is_plain_text_under_its_tag_by_an_account_of_its_instance(world):
    first, second = rows("mastodon", world).values()
    assert first["text"] == "Air sudah masuk rumah #banjir\nMohon perahu, @_!\nPosisi: RT 2 & RT 3."
    assert first["author"] == f"lina_tepikali@{world.host}"
    assert told(first, "topic", "shares", "updated_at") == {
        "topic": "banjir",
        "shares": "5",
        "updated_at": "2026-11-21T04:05:00.000Z",
    }
    assert told(second, "author", "text", "in_reply_to_ref") == {
        "author": "raka@kampung.contoh.id",
        "text": "kabar buruk\nPompa di kelurahan mati.",
        "in_reply_to_ref": "115600000000000001",
    }


def test_mastodon_goes_back_the_first_time_and_forward_from_what_was_seen_after_that(world):
    timeline = [{**document("mastodon", "1.json")[0], "id": str(115600000000000000 + number)} for number in range(100)]

    def page(seen: Seen) -> Reply:
        above, below = int(seen.query.get("min_id", 0)), int(seen.query.get("max_id", 2**62))
        found = [post for post in timeline if above < int(post["id"]) < below]
        return Reply.json((found[:40] if above else found[-40:])[::-1])

    world.route(path_of("mastodon"), page)
    content = only_fetch("mastodon", world).open()
    assert len({row["ref"] for row in rows_of(content)}) == 100
    assert content.cursor == "115600000000000099"
    capped = only_fetch("mastodon", world, cursor="115600000000000009", pages=2).open()
    assert capped.cursor == "115600000000000089"


# Reddit


def test_a_submission_to_reddit_has_its_subreddit_as_topic_and_nobody_when_the_account_is_gone(world):
    first, second, _ = rows("reddit", world).values()
    assert told(first, "author", "topic", "likes", "replies", "published_at", "text") == {
        "author": "tukang_antre_ktp",
        "topic": "indonesia",
        "likes": "52",
        "replies": "14",
        "published_at": "2026-11-21T03:00:00+00:00",
        "text": "Ditolak dua kali karena blangko habis, kata u/_ dan @_.",
    }
    assert told(second, "author", "is_share", "shared_ref", "updated_at") == {
        "author": None,
        "is_share": "true",
        "shared_ref": "t3_1pa000",
        "updated_at": "2026-11-21T02:40:00+00:00",
    }


def test_a_submission_that_reddit_calls_removed_is_gone_and_no_record(world):
    serve(world, "reddit")
    chunk = next(only_fetch("reddit", world).open().read())
    assert chunk.gone == ["t3_1pab0x"]
    assert chunk.gone[0] not in chunk.table.column("ref").to_pylist()
    assert list(chunk.numbers) == [1, 2]


def test_reddit_gives_its_token_for_the_secret_of_the_app(world):
    rows("reddit", world)
    login = world.requests[0]
    assert login.headers["authorization"] == "Basic cGFudGF1LXVqaTpyYWhhc2lhLXJlZGRpdA=="
    assert login.body == b"grant_type=client_credentials"


def test_reddit_goes_no_further_back_than_what_was_seen(world):
    serve(world, "reddit")
    content = only_fetch("reddit", world, cursor="2026-11-21T02:15:00+00:00").open()
    assert content.cursor == "2026-11-21T03:00:00+00:00"
    assert len(world.seen(path_of("reddit"))) == 1


# Telegram


def test_a_message_on_telegram_is_plain_text_with_its_views_and_who_signed_it(world):
    found = rows("telegram", world)
    assert found["kabarsukamaju/118"]["text"] == "Pintu air dibuka pukul 09.00.\nWarga bantaran siaga, hubungi @_."
    assert {ref: row["views"] for ref, row in found.items()} == {
        "kabarsukamaju/117": "2000000",
        "kabarsukamaju/118": "1200",
        "kabarsukamaju/119": "956",
        "kabarsukamaju/121": "15400",
    }
    assert told(found["kabarsukamaju/119"], "author", "outlet", "in_reply_to_ref", "text") == {
        "author": "Wati Kurnia",
        "outlet": "Kabar Sukamaju",
        "in_reply_to_ref": "kabarsukamaju/118",
        "text": "Air naik 20 cm & masih naik.",
    }


def test_a_forwarded_message_names_its_origin_when_that_is_a_channel_of_ours(world):
    serve(world, "telegram")
    entry = entry_of("telegram", world, channels=["kabarsukamaju", "BpbdSukamaju"])
    fetch, _ = kind_module("telegram").fetches(entry, visit_to(world))
    found = {row["ref"]: (row["is_share"], row["shared_ref"]) for row in rows_of(fetch.open())}
    assert found["kabarsukamaju/121"] == ("true", "BpbdSukamaju/55")
    assert found["kabarsukamaju/117"] == ("true", None)
    assert found["kabarsukamaju/118"] == ("false", None)


def test_telegram_goes_no_further_back_than_what_was_seen(world):
    serve(world, "telegram")
    assert only_fetch("telegram", world).open().cursor == "kabarsukamaju/121"
    serve(world, "telegram")
    world.requests.clear()
    only_fetch("telegram", world, cursor="kabarsukamaju/118").open()
    assert len(world.seen(path_of("telegram"))) == 1


def test_a_channel_without_a_preview_is_told(world):
    serve(world, "telegram", Reply(answer("telegram", "closed.html")))
    with pytest.raises(Unusable, match="kabarsukamaju shows no preview"):
        only_fetch("telegram", world).open()


# Fact checks


def test_a_review_of_a_claim_keeps_claim_claimant_and_verdict_apart(world):
    first, second = rows("fact_check_tools", world).values()
    assert told(first, "outlet", "title", "claim_text", "claimant", "claim_rating", "claimed_at", "published_at") == {
        "outlet": "Turn Back Hoax",
        "title": "[SALAH] Bendungan Sukamaju jebol",
        "claim_text": "Video memperlihatkan bendungan Sukamaju jebol, kata @_",
        "claimant": "Akun Kabar Cepat Sekali",
        "claim_rating": "Salah",
        "claimed_at": "2026-11-18T00:00:00Z",
        "published_at": "2026-11-19T07:00:00Z",
    }
    assert told(second, "outlet", "title") == {"outlet": "turnbackhoax.id", "title": "Bantuan beras diganti kupon undian"}


def test_a_publisher_is_asked_for_by_its_site(world):
    rows("fact_check_tools", world)
    asked = world.requests[0].query
    assert told(asked, "reviewPublisherSiteFilter", "languageCode", "maxAgeDays") == {
        "reviewPublisherSiteFilter": "turnbackhoax.id",
        "languageCode": "id",
        "maxAgeDays": "30",
    }


def test_a_check_of_mafindo_has_its_verdict_from_the_classification_or_the_title(world):
    first, second = rows("mafindo", world).values()
    assert told(first, "claim_text", "claim_rating", "is_true", "text") == {
        "claim_text": "Pendaftaran bansos lewat tautan",
        "claim_rating": "Impostor Content",
        "is_true": "false",
        "text": "Akun @_ membagikan tautan pendaftaran bansos dengan nomor 0813 1111 2222.\n\n"
        "Dinas Sosial tidak membuka pendaftaran lewat tautan.\n\nTautan itu palsu.",
    }
    assert told(second, "claim_text", "claim_rating", "is_true") == {
        "claim_text": "Jembatan Sukamaju ditutup sementara",
        "claim_rating": "BENAR",
        "is_true": "true",
    }


# Every kind


@pytest.mark.parametrize("kind", ["x", "youtube", "telegram"])
def test_a_counter_makes_a_new_version_when_it_gains_a_digit_and_not_before(kind, world):
    def versions(*changes: tuple[str, str]) -> list[str]:
        text = answer(kind, recorded_name)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        serve(world, kind, Reply(text))
        return [row["version"] for row in rows_of(only_fetch(kind, world, pages=1).open())]

    recorded_name, (little, much, edit) = {
        "x": ("2.json", (('"like_count": 5', '"like_count": 9'), ('"like_count": 5', '"like_count": 10'), ("ramah", "galak"))),
        "youtube": ("2.json", (('"likeCount": 0', '"likeCount": 9'), ('"likeCount": 0', '"likeCount": 10'), ("surut", "naik"))),
        "telegram": ("2.html", ((">2M<", ">2.1M<"), (">2M<", ">12M<"), ("sore", "pagi"))),
    }[kind]
    assert versions() == versions(little)
    assert versions() != versions(much)
    assert versions() != versions(edit)


def test_a_secret_of_one_source_goes_before_that_of_its_kind(world, monkeypatch):
    monkeypatch.setenv("SOURCES__UJI_X__TOKEN", "rahasia-sendiri")
    rows("x", world)
    assert {seen.headers["authorization"] for seen in world.requests} == {"Bearer rahasia-sendiri"}
