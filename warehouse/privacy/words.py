"""Words that are no names of persons, and words beside which a name belongs to a thing or to public life.

Written by hand; lower case. Inflected verbs are known by their shape (`is_inflected`) and mostly left out.
"""

from __future__ import annotations

import re

COMMON = frozenset(
    """
    a abis aduan ada adalah adanya ade adek adik admin agar agak agenda air aja ajar ajukan akan akhir akhirnya akibat aksi
    aktif aktivitas akun akses alamat alasan alat alhamdulillah aliran almarhum alun aman ambil ambulan ambulans anaknya
    anak anda andai aneh anggaran anggota angkat angkot antara antar antre antrean antri apa apabila apakah apalagi apotek
    aparat aplikasi arah arti artinya asal asap asli aspal asuransi atas atap atasan atau aturan awal ayah ayam ayo
    bagaimana bagi bagian bahan bahas bahasa bahkan bahwa baik baiknya baju bakal bakar balai balas balik balita banget
    bangunan banjir bansos bantu bantuan banyak bapak bapaknya bapa barang barat baru barusan basah batal batas bau bawa
    bawah bayar bayi bea bebas beberapa becek beda begini begitu bekas bekerja belajar beli belok belum benar bener bensin
    beras berapa berat berbagai beri berikan berita berikut bersama bersih bertanya besar besok bet betul biar biasa
    biasanya biaya bidang bikin bila bilang bina bisa bising blm blokir bpjs bocor bohong bola bos boleh bongkar botol bro
    buah buang buat buka bukan bukti buku bulan bulanan buntu bunda burung buruk busuk butuh cabut cair camat capek cara
    cari catat cek cepat cepet cerita cewek cowok cicilan coba cocok coret cuaca cuci cukup cuma cuman cuti daerah daftar
    dagang dalam dampak dan dana dapat dapet dapur dari daripada darurat datang data debu defisit dekat delapan demi
    demikian demo demonstrasi denda dengan depan derajat deras desa desak detik dewan dia diam dibuat didik dilakukan dini
    dinas dingin dipakai diri dirawat disabilitas disana disdukcapil dishub diskon disini dlu dlm doa dokumen dokter dong
    drainase dsb dua duduk duh duit dukung dulu dulunya dunia dusun efek ekonomi elektronik emang emas empat enak enam
    enggak enggan entah esok fakta fasilitas foto gabung gaji gak galian gampang gang gangguan ganggu ganti gara garis gas
    gatal gawat gedung gelap gempa generasi gelandangan gereja gila gimana gini gitu gizi got gotong gratis gua gubuk guna
    guru gue habis hadap hak hal halaman halo hallo hai hampir hancur hanya harap harapan harga hari harus hasil hati haus
    hewan hidup hilang hingga hitung hormat hubungi hujan hukum hukuman hutan hutang ia iki ibunya ibu ibuk identitas ijazah
    ijin iklan ikan ikut ilegal inform informasi ini inilah instansi ingat ingin internet isi istri isteri itu itulah iuran
    iya izin jadi jadwal jaga jajan jajaran jalan jalanan jalur jam jamin jaminan jangan janji jarak jarang jaringan jatuh
    jauh jawab jawaban jelas jelek jembatan jenis jual juga juara jujur jumat jumlah juta kabar kabel kabupaten kades kadis
    kagak kah kakak kakek kali kalian kalau kalo kamar kami kamis kamu kan kantor kapan kapal kapok karena karna kartu kasih
    kasihan kasus kata katanya kawan kaya kayak kayu ke kebakaran keberatan kebijakan kebun kecamatan kecewa kecil kegiatan
    kejadian kelas kelak keluarga kelurahan keluar keluhan kembali kemarin kemaren kemudian kena kenaikan kenal kenapa
    kendala kendaraan kepada kepala kerja kerjaan kerusakan kesal kesehatan ketemu ketika ketua khawatir khusus kira kiri
    kirim kita klo kok kolong komplain kompor kondisi kontak konten kontrak kopi koran korban korupsi kos kosong kota kotor
    kran kredit kualitas kuasa kuat kucing kuliah kumuh kurang kursi kwalitas lah lahan lahir lagi lain lainnya laki lalu
    lama lambat lampu lancar langganan langsung lanjut lansia lantai lapak lapangan lapor laporan laporannya larang larut
    lebaran lebar lebat lebih lelah lemah lembaga lengkap lewat liar libur lihat lima limbah lingkungan lingkup listrik loh
    lokasi loket longsor lor lowongan loyal luar luas lubang lucu luka lumpur lupa lurah lurus maaf mabuk macam macet mahal
    mahasiswa maka makan makanan makam makanya makin maksud maling malam malah malu mama mampet mampu mana manfaat mandi
    mantan manusia marah masa masalah masing masih masjid masuk masyarakat mati matikan mau media meja memang mereka merah
    meski meteran miring milik minggu minim minta minum minimal miskin misal misalnya mobil moga mohon motor mulai muncul
    mundur mungkin murah murid musala musim musrenbang mutasi naik nama namanya namun nanti nasi nasib nasional negara
    negeri nenek nggak ngga niat nih nomor nomer nonton normal nunggu nya nyala nyamuk nyaman nyata ojek ojol olah oleh
    omong online orang orangnya orangtua ortu otomatis pada padahal padam pagar pagi pahit pajak pakai paket paling panas
    panen panik panitia panjang pantas papan parah parkir pas pasal pasang pasar pasien pasti pasukan patah paving pecah
    pedagang pedas peduli pegawai pejabat pelajar pelaku pelan pelanggan pelayanan pelosok pemadam pemda pemilik pemkab
    pemkot pemohon pemprov pemuda pemerintah penanganan pencuri pendek penduduk pengadu pengamen pengaspalan pengguna
    penipuan penting penuh penumpang perahu perang perawat perbaikan percaya pergi perhatian periksa peringatan perintah
    permasalahan permohonan pernah persen pertama pertanyaan perusahaan pesan pesawat peta petani petugas pihak pikir pilih
    pilkada pindah pinggir pinjam pintu pipa pisah plat pohon pokok polisi pompa pos posisi potong presiden preman printer
    proses program protes proyek puasa pula pulang puluh puluhan puncak punya pupuk puskesmas pusing putih putus rabu rajin
    rakyat ramah ramai rame rangka rapat rasa ratus rawan rawat rela rekan resah resiko respon reses ribu ribuan rindang
    ringan ringkas rindu riset risih rokok rombongan rt ruang rumah rumahnya rumput rusak rusun rutin rw saat sabtu sahabat
    saja sakit saksi saku salah saling saluran saldo sama sambung sampah sampai sampe sana sangat sanksi sasaran satgas
    satpam satpol satu saudara sawah saya sayang sebab sebagai sebelah sebelum sebenarnya sebentar seberang sebuah secara
    sedang sedih sedikit segala segera sehat sehingga sejak sekali sekalian sekaligus sekarang sekarng sekitar sekitarnya
    sekolah selain selalu selama selamat selasa selatan selesai seluruh semalam semakin sembarang sembarangan sembilan
    semenjak sementara semoga semua semuanya sen senang sendiri senin sengaja seorang sepeda seperti sepi sering serta
    serius seragam seru sesuai sesama setelah setiap setuju sewa si siang siap siapa siapapun sih sila silakan silahkan
    singkat sini sisa siswa siswi situ solar solusi sopir sore sosial status stop studi suami suara subsidi sudah sulit
    sumur sunyi supaya supir surat susah swasta syarat tabrak tabung tadi tagihan tahan tahu tahun tak takut taman tambah
    tambal tambang tampung tanah tanda tangan tanggal tanggap tanggapan tanggung tanpa tanya tapi tarif tau tawuran tebang
    teduh tegas tekan telah telat teman temen tempat tenaga tengah tentang tentara terima terimakasih tersebut terus
    tetangga tetap tetapi tiada tiap tiang tiba tidak tidur tiga tiket tilang timur tindak tindakan tinggal tinggi tingkat
    tipu titip toko tokoh tolak tolong tong tourist transparan trotoar truk tua tuan tugas tuh tujuan tukang tulis tumbang
    tumpuk tunggak tunggu tunjangan turun tutup uang uangnya udah udara ujung ulang umat umum umur unit untuk upah upaya
    urus urusan usaha usia usul usulan utara utang vaksin wahai wajar wajib waktu walau walaupun walikota wanita warga
    warganya warung wartawan waspada wib wilayah wisatawan ya yaitu yakni yang yth zaman zona jl jln gg sd smp sma smk rs
    rsud pt cv uu kk ktp nik npwp sim kec kel kab prov no pln pdam bumn bumd dpr dprd kpk kpu mk tni polri pns asn honorer
    nelayan pemulung pengemis pemilu caleg capres tersangka terduga terdakwa terlapor pelapor aku sy gw lo lu loe elu ane
    ente kowe aing urang kulo kula kon sampeyan panjenengan dll dkk dst dgn utk krn yg tdk tsb sdh udh bgt bs tlg mhn gmn
    gmna knp kpn dmn org byk bnyk dr dri pd sm skrg skrng skarang kmrn lg lgi jg jga jgn klu kl klw spt sprti tp tpi trus
    trs aj ae wae iku piye opo ora wes wis sing kudu nopo nggih monggo matur suwun nuwun sewu ngapunten nyuwun tulung sampun
    dereng mboten niki niku teng ten kalih wonten punten hatur nuhun kumaha atuh mah teh euy nu teu henteu aya eta ieu
    assalamualaikum assalamu'alaikum wassalam wassalamualaikum waalaikumsalam salam permisi makasih makasi thanks please tks
    trims info hello hi dear januari februari maret april mei juni juli agustus september oktober november desember jan feb
    mar apr jun jul agu agt ags sep sept okt nov des ramadan ramadhan natal imlek islam muslim kristen katolik hindu buddha
    budha konghucu jawa sunda batak minang betawi madura bugis bali melayu dayak papua ambon aceh indonesia asing arab cina
    tionghoa belanda malaysia inggris amerika wni wna pendidikan ketenagakerjaan sejahtera pintar sembako prakerja raskin
    rastra blt pkh bpnt bsu kis kip kks mbg covid corona ratu raja adinda ananda saudari sdr sdri bpk pak bu mas mbak mba
    mbah haji kyai kiai ustad ustadz ustaz kang bang om tante cak gus ning bidan dosen suster profesor insinyur kapten
    komandan hansip linmas modin pertiwi walinagari penghulu gubernur bupati wali wakil menteri wapres wagub wabup kapolri
    kapolda kapolres kapolsek kapolrestabes danramil kadinkes kabid kasi kasatpol sekda sekdes sekcam sekretaris bendahara
    takmir pengurus perangkat staf pimpinan direktur manajer ceo boss juragan majikan kader posyandu juru kunci jukir sayur
    becak bakso kontrakan hakim jaksa polantas jenderal kolonel pendeta pastor romo uskup ulama habib rektor dekan kepsek
    kajari kajati pj plt pjs keuchik geuchik petinggi kuwu pambakal klian bendesa prabot pokoknya gabisa gapernah ogah emoh
    mending sumpah anjing asu jancok tolol goblok bodoh dungu koruptor rampok bangsat mamah papah mamak emak via sidang
    ganteng cantik satpol-pp nggo lagian hadiah perihal ancam mogok
    hamil sebut temui tepis jelaskan sambangi kenang kisah pilu rugi menyesal kualat sepuh keracunan diduga sbg sblm krna
    dng dg sekian mksh trimakasih tersayang budiman wkwk wkwkwk haha hahaha hehe hihi xixi lol btw fyi cc up viral fix oke
    ok okay yes not and the is are you your my for of to in with this that from have what why how
    """.split()
)

ENDINGS = re.compile(r"(?:nya|kan|lah|kah|pun)$")
PREFIXES = re.compile(r"(?:di|nge|mem|men|meng|meny|ber|ter|pem|pen|peng|per)[a-z]{4,}|(?:ke|pe|se)[a-z]{3,}(?:an|nya)$")

OFFICES = frozenset(
    """
    menteri menko wamen menkes menkeu mendagri menlu mensos mendikbud mendikdasmen menhub menpora menag menaker mentan
    menhan menpan menkominfo menkomdigi mensesneg seskab presiden wapres gubernur wagub cagub bupati wabup cabup walikota
    wawali cawalkot capres cawapres caleg kapolri kapolda kapolres kapolrestabes kapolresta kapolsek wakapolri panglima ksad
    ksal ksau pangdam danrem dandim kasad jenderal letjen mayjen brigjen irjen komjen kombes akbp kompol ipda iptu aiptu
    bripka kolonel laksamana marsekal kadis kadinas kadinkes kadisdik kadishub dirjen dirut direktur komisaris sekjen sekda
    kabid kasatpol jubir senator legislator politikus politisi rektor camat lurah kades ketum waketum ketua anggota hakim
    jaksa kajari kajati dubes konjen kepala wakil dewan fraksi komisi juru sultan paus raja ratu pangeran artis aktor aktris
    penyanyi pedangdut musisi band sutradara komedian pelawak presenter selebgram selebriti seleb youtuber influencer model
    pelatih pemain kiper striker bek gelandang atlet pebulutangkis pembalap petinju petenis manajer kapten wasit pesepakbola
    timnas pengamat ekonom pakar sejarawan sastrawan penulis budayawan aktivis pengacara advokat peneliti epidemiolog
    psikolog guru-besar pahlawan proklamator dpr dprd mpr dpd
    """.split()
)
"""Beside these a name belongs to public life."""

THINGS = frozenset(
    """
    jalan jl jln jlan gang gg lorong lrg flyover underpass tol jembatan simpang simpanglima perempatan pertigaan bundaran
    terowongan halte terminal stasiun bandara bandar bandarudara pelabuhan dermaga rs rsu rsud rsup rsab rsia rsi rumkit
    klinik puskesmas apotek apotik laboratorium lab universitas univ univ. institut sekolah politeknik akademi kampus
    fakultas sd sdn sdit sdk mi min smp smpn mts mtsn sma sman smak smk smkn ma man tk paud pondok ponpes pesantren madrasah
    yayasan panti masjid mesjid musala musholla mushola mushalla langgar surau gereja katedral kapel klenteng vihara pura
    makam kuburan tpu taman museum monumen tugu patung gedung gd aula balai graha wisma menara plaza mal mall gor stadion
    lapangan alun pasar toko warung kedai kios resto restoran kafe cafe hotel salon bengkel spbu bank koperasi pt cv ud pd
    tb perumahan perum perumnas komplek kompleks griya cluster villa vila apartemen rusun rusunawa kampung kp desa ds dusun
    dsn dukuh kelurahan kel kecamatan kec kabupaten kab kota provinsi nagari gampong pulau gunung sungai kali waduk
    bendungan danau telaga teluk pantai bukit tanjung kartu program piala festival lomba beasiswa operasi gerakan kapal kri
    km kmp km. partai band grup tim klub pesawat kereta ka bus po
    """.split()
)
"""Behind these a name is that of a street, a building, a firm, a place."""

NAMED_AFTER = frozenset(
    """
    residence residences regency city town park square plaza mall tower hotel group grup motor travel fc united cup center
    centre hospital
    """.split()
)
"""Before these, too."""

PLACE_ENDINGS = frozenset(
    """
    indah permai asri jaya sentosa raya mulia mulya makmur lestari sejahtera baru lama utama timur barat utara selatan
    tengah kulon wetan lor kidul rejo sari wangi agung kencana hulu mas
    """.split()
)
"""Behind a word these make the name of an estate or a quarter rather than of a person."""


def is_inflected(word: str, is_capital: bool) -> bool:
    """Whether a word in lower case has the shape of a verb, or of a noun made from one; `is_capital`: as it was written.

    Names that nobody listed have a capital, and may begin like a verb.
    """
    if len(word) > 5 and ENDINGS.search(word):
        return True
    return len(word) > 6 and not is_capital and PREFIXES.match(word) is not None
