"""Bad input never gets a confident column, nor a crash."""

from dataclasses import replace

import numpy as np
import pytest

from bulletin.reasons import in_words
from enrich.classify.certainty import uncertainty
from enrich.classify.column_definitions import Columns
from pipeline.records import Reason
from tests.support.classification import decision

CARBON = "东海碳排放权交易所公布上周行情：配额成交四十二万吨，收盘价每吨七十一元，较前一周上涨百分之二，市场人士认为履约临近。"
FINNISH = (
    "Päästöoikeuden hinta nousi maanantaina korkeimmalle tasolle vuoteen, kertoo energiamarkkinoita seuraava laitos. "
    "Teollisuus pelkää kustannusten kasvavan, mutta hallitus pitää kiinni ilmastotavoitteista."
)
ARABIC = "ارتفع سعر الكربون يوم الاثنين إلى أعلى مستوى له هذا العام وفقا لبيانات السوق الأوروبية للانبعاثات"
JAPANESE = "東京都は排出量取引制度の第四期を開始し、大規模な建築物に対して温室効果ガスの削減を義務付けると発表した。"
KOREAN = "한국 정부는 온실가스 배출권 거래제의 다음 단계 계획을 발표하고 유상할당 비율을 높이기로 했다."
GERMAN = (
    "Die Preise für Emissionszertifikate sind am Montag auf den höchsten Stand seit einem Jahr gestiegen, weil Versorger "
    "vor Ablauf der Frist kauften und Händler mit knapperen Mengen rechnen."
)
DUTCH = (
    "De uitstoot van broeikasgassen is in het eerste kwartaal opnieuw gedaald, meldt het statistiekbureau. Vooral de "
    "industrie en de landbouw stootten minder uit dan een jaar eerder."
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        (" ", "\n \n"),
        ("", "短"),
        ("2026", "1 2 3 4,5 6% 7/8"),
        ("🌱", "🌱🌍" * 300),
        ("", "。。。！？"),
        ("碳市场", "碳市场" * 60_000),
        ("\u200b", "\ufffd" * 50),
    ],
)
def test_what_says_nothing_is_rejected_and_has_no_column(columns: Columns, title: str, text: str) -> None:
    made = decision(columns, text, title=title)
    assert made.relevance == 0
    assert max(made.scores.values()) < 0.2
    assert in_words(made.reasons[0]) == "几乎没有文字，无从判断"


@pytest.mark.parametrize("text", [FINNISH, ARABIC, JAPANESE, KOREAN, GERMAN])
def test_a_language_without_exemplars_is_not_selected(columns: Columns, text: str) -> None:
    made = decision(columns, text, title=text[:40])
    assert made.relevance < 0.5
    assert max(made.scores.values()) < 0.35
    assert in_words(made.reasons[0]) == "这种语言没有样例，判断没有把握"


@pytest.mark.parametrize(
    ("title", "text", "most"),
    [
        ("关于举办碳排放核算员培训班并征集参训单位的通知", "", 0.6),
        ("碳价上涨", "碳价上涨", 0.6),
        ("碳市场年度报告全文", CARBON * 4_000, 0.6),
        (
            "Carbon prices rise",
            "European allowances rose on Monday as utilities bought permits for the coming year. " * 5,
            0.9,
        ),
    ],
)
def test_little_is_never_confident(columns: Columns, title: str, text: str, most: float) -> None:
    sure = replace(columns, classifier=replace(columns.classifier, views=np.array([100.0, 0.0, 100.0])))
    assert max(decision(sure, text, title=title).scores.values()) < most


@pytest.mark.parametrize(
    "text",
    [
        "Chile auctions 1.2 GW of storage after grid delays. Bids came in below last year, the ministry says. Winners "
        "may build near old coal plants, but must connect before 2029.",
        "Ghana suspends export of forest credits. Officials say more than 40 projects had been approved without audits "
        "since 2023; new rules would follow late this year.",
        "Steelmakers urge Brussels to delay border levy. They warn costs could double between now and 2030, while "
        "importers would not pay under existing deals.",
    ],
)
def test_short_news_of_an_agency_is_english_too(text: str) -> None:
    assert uncertainty(text.partition(".")[0], text).why != Reason("unsure_language")


def test_chinese_english_and_dutch_articles_are_not_doubted() -> None:
    assert uncertainty("东海碳市场周评", CARBON).why is None
    assert uncertainty("欧盟排放交易体系EU ETS改革", f"European Commission（欧盟委员会）公布方案。{CARBON}").why is None
    assert uncertainty("Uitstoot daalt", DUTCH).why == Reason("unsure_foreign")
    assert (
        uncertainty(
            "Dutch emissions fall",
            "Emissions of the industry fell in the first quarter as less gas was burnt, the national bureau said on Monday.",
        ).column
        > 0.8
    )
