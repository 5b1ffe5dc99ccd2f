"""How each kind of system writes its lists: the forms of its pages, see list_pages."""

from tests.support.list_pages import ListFamily

FAMILIES: dict[str, ListFamily] = {
    "trs": ListFamily(
        url="https://fgw.shili.example/xwdt/tzgg/",
        href="./{day:%Y%m}/t{day:%Y%m%d}_{n}.html",
        entry="<li><a href='{href}' title='{title}'>{title}</a><div class='popbox'><ul><li>"
        "<a href='../../jd/{day:%Y%m}/t{day:%Y%m%d}_1{n}.html'>一图读懂{title}</a></li></ul></div><span>{day:%Y/%m/%d}</span></li>",
        around="<ul class='u-list'>{entries}</ul>",
        pager="<script>createPageHTML(20, 0, 'index', 'html');</script>",
        other="../xwfb/{day:%Y%m}/t{day:%Y%m%d}_{n}.html",
        paging="index_{n}.html",
    ),
    "trs table, GBK": ListFamily(
        url="http://jnj.shili.example/tzgg/index.htm",
        href="{day:%Y%m}/t{day:%Y%m%d}_{n}.htm",
        entry="<tr><td><img src='/dot.gif'></td><td><a href='{href}'>{title}</a></td><td>[{day:%m-%d}]</td></tr>",
        around="<table><tr><td><table><tr><td><a href='/zcfg/'>政策法规</a></td></tr></table></td><td><table>{entries}</table></td></tr></table>",
        other="../gzdt/{day:%Y%m}/t{day:%Y%m%d}_{n}.htm",
        charset="gbk",
    ),
    "大汉 records": ListFamily(
        url="https://drc.shili.example/col/col284/index.html",
        href="/art/{day:%Y}/{day.month}/{day.day}/art_284_{n}.html",
        entry="<record><![CDATA[<li><a title='{title}' href='{href}'>{title}</a><span>{day}</span></li>]]></record>",
        around="<div class='list'><script type='text/xml'><recordset>{entries}</recordset></script></div>",
        other="/art/{day:%Y}/{day.month}/{day.day}/art_9_{n}.html",
        kind="records",
    ),
    "大汉 static": ListFamily(
        url="https://drc.shili.example/col/col1229/index.html",
        href="/art/{day:%Y}/{day.month}/{day.day}/art_1229_{n}.html",
        entry="<table><tr><td><a class='bt_link' href='{href}'>{title}</a></td><td class='bt_time'>[{day}]</td></tr></table>",
        around="<div class='nr'>{entries}</div>",
        other="/art/{day:%Y}/{day.month}/{day.day}/art_77_{n}.html",
    ),
    "博达 VSB": ListFamily(
        url="https://nyxy.shili.example/xwgg/tzgg.htm",
        href="../info/1027/{n}.htm",
        entry="<li id='line_u8_{n}'><a href='{href}'><em>{title}</em><span class='fr'>{day}</span></a></li>",
        around="<div class='ny-right'><div class='list1'><ul>{entries}</ul></div></div>",
        pager="<span class='p_next'><a href='tzgg/8.htm'>下页</a></span>",
        other="../info/1031/{n}.htm",
        paging="next",
    ),
    "gov.cn": ListFamily(
        url="https://www.zhengfu.example/yaowen/liebiao/index.htm",
        href="/yaowen/liebiao/{day:%Y%m}/content_{n}.htm",
        entry="<li><h4><a href='{href}'>{title}</a><span class='date'>{day}</span></h4></li><li class='line'></li>",
        around="<div class='news_box'><div class='list list_1'><ul>{entries}</ul></div></div>",
        other="/zhuanti/{day:%Y%m}/content_{n}.htm",
    ),
    "新华": ListFamily(
        url="https://www.tongxun.example/energy/",
        href="{day:%Y%m%d}/{hex}/c.html",
        entry="<div class='item'><div class='pic'><a href='{href}'><img src='a.jpg'></a></div><div class='tit'>"
        "<a href='{href}'>{title}</a></div><div class='info'><div class='time'>{day}</div></div></div>",
        around="<div id='content-list'>{entries}</div>",
        other="/fortune/{day:%Y%m%d}/{hex}/c.html",
    ),
    "ZCMS": ListFamily(
        url="https://www.jiaoyisuo.example/mrgk/2026n/",
        href="/c/{day}/{n}.shtml",
        entry="<li><a href='{href}'>【CEA】{day:%Y年%m月%d日}碳市场每日成交数据</a><span>{day}</span></li>",
        around="<div class='list-right'><ul>{entries}</ul></div>",
        pager="<div class='pagebox'><a>1</a><a href='/mrgk/2026n/index_2.shtml'>2</a><a href='/mrgk/2026n/index_3.shtml'>3</a></div>",
        other="/x/{day}/{n}.shtml",
        paging="index_{n}.shtml",
    ),
    "exchange's cards": ListFamily(
        url="https://www.tanjiao.example/list_10.html",
        href="/view_{n}.html",
        entry="<dl class='disflex'><a href='{href}'><dt><img src='/a.jpg'></dt><dd><h3>{title}</h3><p>项目背景的几句说明文字。</p>"
        "<span>发布时间：{day}</span></dd></a></dl>",
        around="<div class='content'>{entries}</div>",
        pager="<a href='/list_10.html?page=1'>1</a><a href='/list_10.html?page=2'>2</a><a href='/list_10.html?page=3'>3</a>",
        other="/view_{n}.html",
        step=7,
        paging="?page={n}",
    ),
    "rolling news": ListFamily(
        url="https://www.xinwen.example/scroll-news/news1.html",
        href="/cj/{day:%Y}/{day:%m-%d}/{n}.shtml",
        entry="<li><div class='dd_lm'>[<a href='/cj.shtml'>财经</a>]</div><div class='dd_bt'><a href='{href}'>{title}</a></div>"
        "<div class='dd_time'>{day.month}-{day.day} 15:04</div></li>",
        other="/gn/{day:%Y}/{day:%m-%d}/{n}.shtml",
        count=20,
    ),
    "Discuz": ListFamily(
        url="http://www.luntan.example/portal.php?mod=list&catid=5",
        href="article-{n}-1.html",
        entry="<dl class='bbda cl'><dt class='xs2'><a href='{href}' class='xi2'>{title}</a></dt><dd><div class='atc'><a href='{href}'>"
        "<img src='p.jpg'></a></div>导读的一句话。</dd><dd><span class='xg1'>{day} 09:10</span></dd></dl>",
        around="<div class='bm_c xld'>{entries}</div>",
        pager="<div class='pg'><strong>1</strong><a href='portal.php?mod=list&catid=5&page=2' class='nxt'>下一页</a></div>",
        other="article-{n}-1.html",
        step=3,
        charset="gbk",
        paging="next",
    ),
    "DedeCMS": ListFamily(
        url="http://www.tanwang.example/tanjiaoyi/",
        href="/tanjiaoyi/{day:%Y}/{day:%m%d}/{n}.html",
        entry="<li><div class='title'><a href='http://www.tanwang.example{href}'>{title}</a></div><div class='txt'>"
        "须在2025年12月31日前完成清缴。<a href='{href}'>[查看全文]</a></div><div class='banquan'>时间：{day} 作者：小编 点击：70</div></li>",
        around="<div class='left_list_box'><ul>{entries}</ul></div>",
        pager="<div class='pages'><li><a href='list_3_2.html'>2</a></li><li><a href='list_3_2.html'>下一页</a></li></div>",
        other="/tanguwen/{day:%Y}/{day:%m%d}/{n}.html",
        paging="next",
    ),
    "WordPress": ListFamily(
        url="https://briefing.example/category/news/",
        href="https://briefing.example/{day:%Y/%m}/{slug}/",
        entry="<article class='post-{n} post'><h2 class='entry-title'><a href='{href}'>{title}</a></h2><a href='{href}'>"
        "<time datetime='{day}T09:00:00+00:00'>{day:%d %B %Y}</time></a> by <a href='/author/jane/'>Jane Example</a>"
        "<p>Words. <a href='{href}' class='more-link'>Continue reading</a></p></article>",
        around="<main id='main'>{entries}</main><aside><ul><li><a href='/2026/08/'>August 2026</a></li></ul></aside>",
        pager="<a class='next page-numbers' href='/category/news/page/2/'>Next</a>",
        other="https://briefing.example/2025/01/{slug}-again/",
        english=True,
        title="News – Example Briefing",
        paging="next",
    ),
    "Drupal": ListFamily(
        url="https://partnership.example/en/news",
        href="/en/news/{slug}",
        entry="<div class='views-row'><h3 class='content-title'><a href='{href}'>{title}</a></h3><time>{day:%d %B %Y}</time>"
        "<a href='/en/topics/emissions-trading'>Emissions trading</a></div>",
        around="<main><div class='view-content'>{entries}</div></main>",
        pager="<ul><li><a href='?page=0'>1</a></li><li><a href='?page=1'>2</a></li><li><a href='?page=2'>3</a></li></ul>",
        other="/en/blog/{slug}",
        english=True,
        title="News | Example Partnership",
        paging="?page={n}",
    ),
    "releases of a board": ListFamily(
        url="https://board.example/news/releases",
        href="/news/{slug}",
        entry="<tr><td>{day:%m/%d/%Y}</td><td><a href='{href}'>{title}</a></td></tr>",
        around="<table>{entries}</table><a href='/news/media-contacts'>Media contacts</a>",
        other="/blog/{slug}",
        english=True,
        title="News Releases | Example Board",
    ),
    "ASP.NET": ListFamily(
        url="http://xiehui.example/News.aspx?type=3",
        href="NewsShow.aspx?id={n}&type=3",
        entry="<tr><td><a id='ctl{n}_link' href='{href}'>{title}</a></td><td>{day.year}/{day.month}/{day.day}</td></tr>",
        around="<table id='GridView1'>{entries}</table>",
        other="NewsShow.aspx?id={n}&type=9",
    ),
    "no dates": ListFamily(
        url="https://www.tandao.example/newspc/",
        href="/news_free/{n}/",
        entry="<div class='media'><a href='{href}'><img src='x.jpg'></a><h4><a href='{href}'>{title}</a></h4><p>一句话的介绍。</p></div>",
        around="<div class='col-lg-9'>{entries}</div>",
        other="/news_free/{n}/",
    ),
    "two boxes of a date": ListFamily(
        url="https://www.tanzichan.example/news/",
        href="/news/{n}/",
        entry="<div class='news-item'><div class='time'><b>{day:%d}</b><span>{day:%Y-%m}</span></div><h3><a href='{href}'>{title}</a>"
        "</h3><a class='more' href='{href}'>查看详情</a></div>",
        around="<div class='news-list'>{entries}</div>",
        other="/news/{n}/",
    ),
    "made class names": ListFamily(
        url="https://markets.example/insights",
        href="/insights/{slug}",
        entry="<div class='css-1x2y3z9'><a class='sc-bdVaJa' href='{href}'><h3>{title}</h3></a><p class='css-77aa11'>{day:%b %d, %Y}</p></div>",
        around="<div id='__next'>{entries}</div>",
        other="/reports/{slug}",
        english=True,
        title="Insights | Example Markets",
    ),
    "onclick": ListFamily(
        url="https://ju.shili.example/tzgg/",
        href="/tzgg/detail/{n}.html",
        entry='<li><a href="javascript:void(0)" onclick="openDetail(\'{href}\')">{title}</a><span>{day}</span></li>',
        around="<ul class='newsList'>{entries}</ul>",
        other="/xw/{n}.html",
    ),
    "a number in onclick": ListFamily(
        url="https://dengji.shili.example/notice/index.html",
        href="/notice/show/{n}.html",
        entry="<tr><td><a href='javascript:;' onclick=\"view('{n}', this)\">{title}</a></td><td>{day}</td></tr>",
        around="<table>{entries}</table><script>function view(id, el) {{ window.open('/notice/show/' + id + '.html'); }}</script>",
        other="/xw/{n}.html",
    ),
    "an array of a script": ListFamily(
        url="https://lvjiao.example/news/list.html",
        href="/news/detail/{n}.html",
        entry="{{title:'{title}',url:'{href}',date:'{day}'}},",
        around="<div id='list'></div><script>var menu=[{{name:'首页',url:'/'}}];var dataList=[{entries}];</script>",
        other="/xw/{n}.html",
        kind="script",
    ),
    "documents": ListFamily(
        url="https://biaozhun.example/wenben/",
        href="/upload/{day:%Y%m}/P0{day:%Y%m%d}{n}.pdf",
        entry="<li><a href='{href}'>{title}</a><span>{day}</span></li>",
        other="/xw/{n}.html",
    ),
    "WordPress with classes of each post": ListFamily(
        url="https://climate.example/news/",
        href="https://climate.example/{slug}/",
        entry="<article id='post-{n}' class='post-{n} post hentry category-{day:%a} tag-{day:%b}'><h3><a href='{href}'>{title}</a></h3>"
        "<span class='date'>{day:%b %d, %Y}</span> <a href='/category/policy/'>Policy</a></article>",
        around="<div class='content-area'>{entries}</div>",
        other="https://climate.example/{slug}-last-year/",
        english=True,
        title="News - Climate Example",
    ),
    "session ids": ListFamily(
        url="https://pingtai.shili.example/xw/list.do?c=3",
        href="/xw/{n}.html;jsessionid=0123456789ABCDEF0123456789ABCDEF",
        entry="<li><a href='{href}'>{title}</a><span>{day}</span></li>",
        other="/gd/{n}.html;jsessionid=0123456789ABCDEF0123456789ABCDEF",
    ),
    "capital endings": ListFamily(
        url="http://ju2.shili.example/GZDT/Index.HTML",
        href="/GZDT/{day:%Y%m%d}/{n}.HTML",
        entry="<li><a href='{href}'>{title}</a><span>({day:%m/%d})</span></li>",
        other="/ZTZL/{day:%Y%m%d}/{n}.HTML",
    ),
    "boxes with onclick": ListFamily(
        url="https://tangongsi.example/news/index.html",
        href="/news/info?id={n}",
        entry="<div class='news-box' onclick=\"window.location.href='{href}'\"><img src='a.jpg'><div class='t'>{title}</div>"
        "<div class='d'>{day}</div></div>",
        around="<div class='wrap'>{entries}</div>",
        other="/gg/info?id={n}",
    ),
    "rows with onclick": ListFamily(
        url="http://jiaoyizhongxin.example/list.aspx?cid=17",
        href="show.aspx?id={n}&cid=17",
        entry="<tr style='cursor:hand' onclick=\"javascript:window.open('{href}')\"><td><img src='dot.gif'></td>"
        "<td title='{title}'><a href='javascript:;'>{title}</a></td><td>{day.year}/{day.month}/{day.day}</td></tr>",
        around="<table><tr><td class='leftnav'><a href='show.aspx?id=1880&cid=15'>关于启用示例平台的提示</a><br>"
        "<a href='show.aspx?id=1881&cid=15'>示例制度这样落地</a><br><a href='show.aspx?id=1882&cid=15'>示例工程全线贯通</a></td>"
        "<td><table>{entries}</table></td></tr></table>",
        other="show.aspx?id={n}&cid=15",
    ),
    "a column of dates of publication": ListFamily(
        url="http://fgw3.shili.example/fgw/c106121/zfxxgk_list.shtml",
        href="/fgw/c106121/{day:%Y%m}/{n}.shtml",
        entry="<tr><td class='info'><a href='{href}'>{title}</a><div class='tip'><ul><li><b>索引号：</b>620000/2026-{n}</li>"
        "<li><b>成文日期：</b>2026年1月4日</li></ul></div></td><td>示发改〔2026〕{n}号</td><td>{day}</td></tr>",
        around="<table class='zfxxgk_list'><thead><tr><th>标题</th><th>发文字号</th><th>发布日期</th></tr></thead>{entries}</table>",
        other="/fgw/c106122/{day:%Y%m}/{n}.shtml",
    ),
    "a small column beside long names": ListFamily(
        url="https://fgw2.shili.example/zfxxgk/qtwj/",
        href="./{day:%Y%m}/t{day:%Y%m%d}_{n}.html",
        entry="<li><a href='{href}'>{title}</a><span>{day}</span></li>",
        around="<div class='left'><a href='/z1/'>政府信息公开指南</a><a href='/z2/'>法定主动公开内容</a><a href='/z3/'>政府信息公开年报</a>"
        "<a href='/z4/'>依申请公开工作流程</a><a href='/z5/'>财政预决算公开专栏</a></div><div class='right'><ul>{entries}</ul></div>",
        other="/xw/{day:%Y%m}/t{day:%Y%m%d}_{n}.html",
        count=4,
    ),
}
