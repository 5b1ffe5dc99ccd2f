"""Invented headlines and texts of climate policy and carbon markets, each unlike the others; from a seed."""

import random
from collections.abc import Iterator

_FIRST = "澄泽岚浦汀沅渚溪洛沂淮澧漳涟湘滦浔沁泾渭"
_SECOND = "川陵宁阳安江州平原泉峰岭湾城岗台桥关坪浦"
_ORGANS = "发展改革委 生态环境厅 工业和信息化局 能源局 碳排放权交易中心 节能监察总队 住房城乡建设局 统计局 交通运输厅 气候变化研究院 电网公司 钢铁协会 水泥协会 造纸协会 林业和草原局 开发区管委会".split()
_TOPICS = "碳排放配额 绿色电力证书 节能技术改造 可再生能源消纳 工业余热回收 建筑能效标识 新型储能电站 森林碳汇项目 甲烷排放控制 公共机构节能 温室气体核算 清洁生产审核 重点用能设备更新 氢能示范应用 海上风电基地 分布式光伏 碳足迹标识 污水处理减排 煤电灵活性改造 绿色数据中心".split()
_DEEDS = "启动首批试点 公布上半年进展 完成年度核查 印发实施细则 通报抽查结果 签署合作协议 征集示范案例 组织专题培训 提前达到目标 调整申报时间 建成在线监测平台 开展摸底调查 发布评估报告 优化审批流程 设立专项资金 举行现场推进会".split()
_ASIDES = "据介绍 会议指出 从数据看 与上年同期相比 按照部署 记者了解到 分行业看 下一步 值得注意的是 该负责人表示 经专家评审 在企业方面".split()
_VERBS = "累计减少 同比增长 新增完成 已核定 预计带动 共计支持 平均下降 集中交付 逐步淘汰 协议转让".split()
_OBJECTS = (
    "标准煤 二氧化碳当量 绿证 配额 装机容量 余热利用量 替代电量 技改项目 用能单位 充换电设施 碳汇量 再生水".split()
)
_UNITS = "万吨 万张 万千瓦 亿千瓦时 家 个 座 万元 公顷 套".split()
_ENDS = "为全年任务打下基础 有关经验将向其他园区推广 各县区须在月底前报送清单 结果已向社会公示 相关标准正在征求意见 逾期未改的将依法处理 企业可通过窗口提出异议 后续将按季度公开数据 资金由两级财政分担 监测数据实行动态更新".split()
# Names of plants and parks: two of these, so that no two texts say the same of the same.
_NAMES = "恒瑞远景晟达嘉合博源天启华润明德广益信诚立新众和永泰鼎盛金辉卓越蓝海翠屏云起长青"


class ClimateTexts:
    """Headlines and paragraphs; the same seed and name give the same text."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def headline(self, name: str) -> str:
        """A headline of some 25 characters."""
        chance = random.Random(f"{self._seed}/{name}/headline")
        number = chance.randrange(11, 997)
        place, organ = self._place(chance), chance.choice(_ORGANS)
        return f"{place}{organ}：{chance.choice(_TOPICS)}{chance.choice(_DEEDS)}，涉及{number}{chance.choice(_UNITS[4:7])}{chance.choice(_OBJECTS[7:10])}"

    def paragraphs(self, name: str) -> tuple[str, ...]:
        """Three to six paragraphs, 400 to 1,500 characters in all."""
        chance = random.Random(f"{self._seed}/{name}/text")
        length, made = chance.randrange(400, 1_200), list[str]()
        while sum(map(len, made)) < length:
            made.append("".join(self._sentences(chance)))
        return tuple(made)

    def _sentences(self, chance: random.Random) -> Iterator[str]:
        for _ in range(chance.randrange(2, 5)):
            plant = f"{self._place(chance)}{''.join(chance.sample(_NAMES, 2))}"
            yield (
                f"{chance.choice(_ASIDES)}，{plant}{chance.choice(_TOPICS)}{chance.choice(_DEEDS)}，"
                f"{chance.choice(_VERBS)}{chance.choice(_OBJECTS)}{chance.randrange(13, 9_999) / 10}{chance.choice(_UNITS)}，"
                f"{chance.choice(_ENDS)}。"
            )

    def _place(self, chance: random.Random) -> str:
        return f"{chance.choice(_FIRST)}{chance.choice(_SECOND)}{chance.choice('省市县区州')}"
