"""What single words do to the question whether two texts are the same news: kinds of words and their spellings.

A kind is written into the three low bits of a word's hash, so that texts are compared from the table of hashes alone.
"""

from __future__ import annotations

from functools import cache

from warehouse.seeds import read_seed

WORD, FORM, NUMBER, PLACE, TURN, SIDE, EDITION = range(7)
"""Kinds: a word of meaning; of form; a number or date; a place; one that turns the sense round; one that names a side of a
story (motive, chronology) or a model; one that begins a series whose editions differ in few words (timetables, prices)."""

FORM_WORDS = frozenset(
    "di ke dari yang dan untuk pada dengan atau dalam soal usai saat hingga sampai akan bakal bagi oleh demi jadi "
    "menjadi sebagai karena gara gegara imbas akibat ini itu para kepada jika kalau bila serta sejak lewat melalui "
    "atas tentang terkait mengenai seputar seperti secara adalah ialah yakni yaitu ada pun juga lagi sudah telah kini "
    "resmi ternyata akhirnya mau ingin bisa dapat harus hanya cuma saja cek simak catat intip lihat yuk nih ya kok "
    "sih deh dong pascagempa sebut menyebut disebut ungkap mengungkap ungkapkan ujar nilai menilai klaim akui mengaku "
    "ngaku tegaskan jelaskan bilang terdiri tersebut ia dia mereka kami kita saya nya si sang rp rupiah persen dok "
    "foto video update info breaking news berita headline indepth eksklusif jelang setelah sebelum ketika sementara "
    "masih makin buntut diduga dugaan berikut begini begitu viral amp baca tautan akun dkk cs pak bu bapak ibu".split()
)
"""Words of form, of saying and of the newsroom: one more or less changes no news."""

MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
WEEKDAYS = "senin selasa rabu kamis jumat sabtu minggu ahad".split()
MAGNITUDES = "ratus ribu juta miliar triliun ratusan ribuan jutaan miliaran triliunan belasan puluhan".split()

NEGATIONS = (
    "tidak bukan tanpa batal dibatalkan gagal bantah membantah bantahan tolak ditolak menolak hoaks mundur cabut".split()
)
TURN_WORDS = frozenset(
    "ditunda lolos naik turun menguat melemah stabil stagnan anjlok melonjak melesat menang kalah imbang setuju "
    "setujui dibuka ditutup bertambah berkurang tertinggi terendah termahal termurah sesudah meninggal selamat sembuh "
    "bebas ditahan dihentikan larang dilarang boleh dibolehkan mahal murah untung rugi pertama kedua ketiga keempat "
    "kelima bertolak berangkat tiba pulang periksa diperiksa panggil dipanggil geledah digeledah tahan tangkap ditangkap "
    "tetapkan ditetapkan tersangka didakwa dituntut divonis".split()
)
"""Two texts of which each has one that the other lacks say different things."""
SIDE_WORDS = frozenset(
    "kronologi profil sosok alasan penyebab faktor motif detik momen penampakan potret tampang respons tanggapan "
    "reaksi kesaksian cerita curhat kisah pengakuan penjelasan duduk jejak nasib peran modus siapa gimana mengapa kenapa "
    "dampak makna sejarah tips rincian besaran rekap opini jawaban jawab pengamat pakar psikolog "
    "kata komentar kebiasaan fakta menelusuri telusuri".split()
)
MODEL_WORDS = frozenset("pro max plus ultra lite".split())
"""One more or less is another model, as a word of side is another story."""
EDITION_WORDS = frozenset(
    "jadwal harga link streaming live prediksi prakiraan prakirakan ramalan zodiak shio imsak imsakiyah puasa magrib "
    "azan susunan line hasil klasemen skor kurs rupiah ihsg tarif skema kredit cicilan spesifikasi contoh prompt "
    "ucapan kumpulan resep rekomendasi tabel pantauan titik lokasi ganjil genap lalin tilang denda apa estimasi biaya "
    "gempa magnitudo vs siaran langsung cfd krl pasaran episode eps bagian promo diskon lowongan loker jual kontrakan "
    "kos".split()
)
ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
"""Roman numbers."""
REGION_PARTS = "sekitar barat timur selatan utara pusat tengah tenggara kota kabupaten kab".split()
WORDS_TOO = frozenset("besar gunung batu agung jaya raya putih sungai pulau laut baru tanah metro kepulauan hulu".split())
"""Parts of names of places that mostly mean something else."""
COUNTRIES = (
    "amerika inggris prancis jerman italia spanyol portugal belanda belgia swiss rusia ukraina turki iran irak israel "
    "palestina gaza yaman suriah lebanon mesir arab saudi qatar yordania pakistan india tiongkok china cina jepang "
    "korea taiwan hongkong singapura malaysia thailand vietnam filipina myanmar kamboja laos brunei australia brasil "
    "argentina meksiko kanada venezuela kuba".split()
)
MARKS = "antam ubs galeri pegadaian hartadinata lotus bri bni bca btn mandiri pertalite pertamax pertadex dexlite solar".split()
"""What a table of prices or rates is about, as a place is what a timetable is about."""
PLACE_CUES = "kecamatan kec kelurahan desa dusun kampung gang jalan blok".split()
"""What follows one of them is a place, whatever its name."""
DAY_PARTS = "hari pagi siang sore petang malam dini pekan minggu bulan".split()
"""Followed by "ini" they tell of the day of publication."""
DAY_WORDS = "besok kemarin lusa tadi terkini".split()

SPELLINGS = {
    "tak": "tidak", "nggak": "tidak", "ngga": "tidak", "gak": "tidak", "ga": "tidak", "enggak": "tidak", "belum": "tidak",
    "utk": "untuk", "yg": "yang", "dgn": "dengan", "jg": "juga", "sdh": "sudah", "udah": "sudah", "tdk": "tidak",
    "hoax": "hoaks", "tewas": "meninggal", "bui": "penjara", "analisa": "analisis",
    "ramadhan": "ramadan", "jasad": "jenazah", "mayat": "jenazah", "jogja": "yogyakarta",
    "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6", "tujuh": "7", "delapan": "8", "sembilan": "9",
    "sepuluh": "10", "juta": "jutaan", "miliar": "miliaran", "triliun": "triliunan", "ribu": "ribuan",
    "jaksel": "jakarta selatan", "jakbar": "jakarta barat", "jaktim": "jakarta timur", "jakut": "jakarta utara",
    "jakpus": "jakarta pusat", "tangsel": "tangerang selatan", "sumut": "sumatera utara", "sumbar": "sumatera barat",
    "sumsel": "sumatera selatan", "sulsel": "sulawesi selatan", "sulut": "sulawesi utara", "sulteng": "sulawesi tengah",
    "sultra": "sulawesi tenggara", "sulbar": "sulawesi barat", "jabar": "jawa barat", "jateng": "jawa tengah",
    "jatim": "jawa timur", "kalsel": "kalimantan selatan", "kaltim": "kalimantan timur", "kalbar": "kalimantan barat",
    "kalteng": "kalimantan tengah", "kaltara": "kalimantan utara", "malut": "maluku utara", "sumatra": "sumatera",
    "naikkan": "naik", "menaikkan": "naik", "dinaikkan": "naik", "kenaikan": "naik", "turunkan": "turun", "penurunan": "turun",
    "menurunkan": "turun", "diturunkan": "turun",
    "menkeu": "menteri keuangan", "menkes": "menteri kesehatan", "mendagri": "menteri dalam negeri", "menag": "menteri agama",
    "menhub": "menteri perhubungan", "mensos": "menteri sosial", "menlu": "menteri luar negeri", "menhan": "menteri pertahanan",
    "menaker": "menteri ketenagakerjaan", "mendag": "menteri perdagangan", "mentan": "menteri pertanian",
    "mensesneg": "menteri sekretaris negara", "wamenkeu": "wakil menteri keuangan", "wamenkes": "wakil menteri kesehatan",
    "wamendagri": "wakil menteri dalam negeri", "wamenag": "wakil menteri agama", "wamenaker": "wakil menteri ketenagakerjaan",
    "wamen": "wakil menteri", "kemenkeu": "kementerian keuangan", "kemenkes": "kementerian kesehatan",
    "kemendagri": "kementerian dalam negeri", "kemenag": "kementerian agama", "kemenhub": "kementerian perhubungan",
    "kemensos": "kementerian sosial", "kemlu": "kementerian luar negeri", "kemenlu": "kementerian luar negeri",
    "kemhan": "kementerian pertahanan", "kemenhan": "kementerian pertahanan", "kemnaker": "kementerian ketenagakerjaan",
    "kemenaker": "kementerian ketenagakerjaan", "kemendag": "kementerian perdagangan", "kementan": "kementerian pertanian",
    "kejagung": "kejaksaan agung", "kejati": "kejaksaan tinggi", "kejari": "kejaksaan negeri", "jpu": "jaksa penuntut umum",
    "ditjen": "direktorat jenderal", "dirjen": "direktur jenderal", "dirut": "direktur utama", "sekjen": "sekretaris jenderal",
    "ketum": "ketua umum", "waketum": "wakil ketua umum", "wapres": "wakil presiden",
    "wagub": "wakil gubernur", "cagub": "calon gubernur", "capres": "calon presiden", "walkot": "wali kota",
    "walikota": "wali kota", "pemprov": "pemerintah provinsi", "pemkot": "pemerintah kota", "pemkab": "pemerintah kabupaten",
    "pemda": "pemerintah daerah", "djp": "direktorat jenderal pajak", "kai": "kereta api", "ka": "kereta api",
    "kpu": "komisi pemilihan umum",
    "mk": "mahkamah konstitusi", "ma": "mahkamah agung", "ri": "indonesia", "as": "amerika serikat", "afsel": "afrika selatan",
    "kepsek": "kepala sekolah", "medsos": "media sosial", "lalin": "lalu lintas", "hp": "ponsel", "jubir": "juru bicara",
    "nataru": "natal tahun baru", "bansos": "bantuan sosial", "judol": "judi online",

    "ha": "hektare", "hektar": "hektare",
    "jl": "jalan", "jln": "jalan", "km": "kilometer",
}  # fmt: skip
"""Other spellings of one word; a short form may stand for two."""


@cache
def place_names() -> frozenset[str]:
    """Every word of four letters or more in the names of provinces, regencies and cities, but for points of the compass."""
    names = read_seed("regions")["short_name"].to_pylist()
    return frozenset(word for name in names for word in name.lower().split() if len(word) > 3) - WORDS_TOO


@cache
def kinds() -> dict[str, int]:
    """Kind of every word that has one of its own; a word that stands in several lists is of the last."""
    found: dict[str, int] = {}
    lists = (
        (place_names(), PLACE), (REGION_PARTS, PLACE), (COUNTRIES + MARKS, PLACE),
        (MONTHS + WEEKDAYS + MAGNITUDES + ROMAN, NUMBER), (FORM_WORDS, FORM),
        (SIDE_WORDS | MODEL_WORDS, SIDE), (EDITION_WORDS, EDITION), (NEGATIONS, TURN), (TURN_WORDS, TURN),
    )  # fmt: skip
    for words, kind in lists:
        found |= dict.fromkeys(words, kind)
    return found
