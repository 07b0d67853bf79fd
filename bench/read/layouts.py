"""More layouts for make_pages.py, each after the structure of a well-known kind of site; no text or name of a site is in them.

A layout is a function (chance, title, date, author, paragraphs, kit) -> HTML of the page's middle. `kit` makes what stands around: kit.teasers(n, name),
kit.sentence(), kit.comments(n), kit.menu(n), kit.words (small words of the page's language). GOLD: layouts whose report is not just the paragraphs.
"""
import html

GOLD = {}


def plain(paragraphs, attributes=""):
    return "".join(f"<p{attributes}>{html.escape(p)}</p>" for p in paragraphs)


def head(t, d, a, kit):
    return f'<h1>{t}</h1><div class="meta-line"><span>{kit.words["by"]} {a}</span> <span>{kit.day(d)}</span></div>'


def text_blocks(c, t, d, a, ps, kit):
    """A broadcaster: each paragraph in a block of its own, pictures and lists of links between."""
    inner = ""
    for i, p in enumerate(ps):
        inner += f'<div data-component="text-block" class="ssrcss-uf6wea-RichTextComponentWrapper"><div class="ssrcss-7uxr49-RichTextContainer"><p class="ssrcss-q0x1qg-Paragraph">{html.escape(p)}</p></div></div>'
        if i == 1:
            inner += '<div data-component="image-block"><figure><img><figcaption>Une vue de la ville</figcaption></figure></div>'
        if i == 2:
            inner += f'<div data-component="links-block"><ul>{"".join(f"<li><a href=/{n}>{kit.teaser()}</a></li>" for n in range(3))}</ul></div>'
    return f'<main id="main-content"><article class="ssrcss-pv1rh6-ArticleWrapper">{head(t, d, a, kit)}{inner}</article><section data-component="related-topics"><h2>{kit.words["more"]}</h2>{kit.teasers(6, "ssrcss-Promo")}</section></main>'


def companion_columns(c, t, d, a, ps, kit):
    """A paper of record: groups of paragraphs in columns, advertisements between."""
    inner = ""
    for at in range(0, len(ps), 2):
        inner += f'<div class="css-1fanzo5 StoryBodyCompanionColumn"><div class="css-53u6y8">{plain(ps[at:at + 2], " class=css-axufdj")}</div><aside class="css-ew4tgv" aria-label="companion column"></aside></div>'
        inner += f'<div class="css-1r7ky0e" id="story-ad-{at}-wrapper"><div class="ad"><a href="#after">{kit.words["advertisement"]}</a></div></div>'
    return f'<main id="site-content"><article id="story"><header class="css-ykeevx">{head(t, d, a, kit)}</header><section name="articleBody" class="meteredContent">{inner}</section><div class="bottom-of-article">{kit.teasers(4, "css-x")}</div></article></main>'


def paragraph_divs(c, t, d, a, ps, kit):
    """A news channel: paragraphs are divs, the first one inside a cite, more below a fold."""
    first = f'<div class="el__leafmedia"><p class="zn-body__paragraph speakable">{html.escape(ps[0])}</p></div>'
    rest = "".join(f'<div class="zn-body__paragraph">{html.escape(p)}</div>' for p in ps[1:])
    return f'<div class="pg-rail-tall__head">{head(t, d, a, kit)}</div><div class="l-container"><section class="zn zn-body-text">{first}<div class="zn-body__read-all">{rest}<div class="zn-body__read-more"><a href=#>Read More</a></div></div></section></div><div class="zn-right">{kit.teasers(6, "cd__content")}</div>'


def rich_links(c, t, d, a, ps, kit):
    """A quality daily: boxes with other articles float in the text, tags behind it."""
    box = f'<aside class="element element-rich-link"><p><span>{kit.words["related"]}</span><a href=/x>{kit.teaser()}</a></p></aside>'
    return f'<article id="article"><header class="content__head">{head(t, d, a, kit)}<div class="content__standfirst"></div></header><div class="content__article-body from-content-api js-article__body" itemprop="articleBody">{plain(ps[:2])}{box}{plain(ps[2:])}<div class="submeta"><span class="submeta__label">Topics</span><ul><li><a href=#>World</a></li><li><a href=#>Europe</a></li></ul></div></div></article><div class="content-footer">{kit.teasers(8, "fc-item")}</div>'


def agency_desk(c, t, d, a, ps, kit):
    """A wire service: body, then who wrote and edited it in a box of its own."""
    return f'<div class="StandardArticle_inner-container"><div class="ArticleHeader_content-container">{head(t, d, a, kit)}</div><div class="StandardArticleBody_container"><div class="StandardArticleBody_body">{plain(ps)}<div class="Attribution_container byline-desk"><p class="Attribution_content">Reporting by {a}; Editing by A. Nother and O. Ther.</p></div></div></div></div><div class="RelatedCoverage_container related-coverage"><h3>{kit.words["more"]}</h3>{kit.teasers(4, "RelatedCoverage")}</div>'


def essay_sections(c, t, d, a, ps, kit):
    """A platform for essays: sections of nested boxes with made-up class names."""
    half = len(ps) // 2

    def part(some):
        return f'<section class="gd ge gf"><div class="n p"><div class="ab ac">{plain(some, " class=gu")}</div></div></section>'

    return f'<article><div class="l"><div class="fo n"><h1 class="er es">{t}</h1><div class="fp"><a href=/@a>{a}</a> · 5 min read</div></div>{part(ps[:half])}<div class="hr"><span></span></div>{part(ps[half:])}</div></article><div class="ii"><p><a href=#>{kit.teaser()}</a></p><p><a href=#>{kit.teaser()}</a></p></div>'


def letter(c, t, d, a, ps, kit):
    """A newsletter platform: prompts to subscribe stand in the text."""
    prompt = f'<div class="subscription-widget-wrap"><div class="subscription-widget"><p class="cta-caption">{kit.sentence()}</p><form><input></form></div></div>'
    return f'<div class="single-post"><article class="newsletter-post post"><h1 class="post-title">{t}</h1><div class="available-content"><div class="body markup">{plain(ps[:2])}{prompt}{plain(ps[2:])}</div></div></article><div class="comments-page"><h4>Comments</h4>{kit.comments(6)}</div></div>'


def justified(c, t, d, a, ps, kit):
    """A free blog: no paragraphs, only line breaks in justified boxes."""
    inner = "".join(f'<div style="text-align: justify;">{html.escape(p)}</div><div style="text-align: justify;"><br /></div>' for p in ps)
    return f'<div class="post hentry"><h3 class="post-title entry-title"><a href=/p>{t}</a></h3><div class="post-body entry-content" id="post-body-9">{inner}</div><div class="post-footer"><span class="post-author">{a}</span></div></div><div id="sidebar-right-1">{kit.teasers(5, "PopularPosts")}</div>'


def filed_under(c, t, d, a, ps, kit):
    """A blog whose classes tell its tags, with more comments than text."""
    return f'<div id="content" class="site-content has-sidebar"><main class="site-main"><article id="post-9" class="post-9 post type-post status-publish hentry category-world tag-related-news tag-print tag-share-this"><h1 class="entry-title">{t}</h1><div class="entry-content">{plain(ps[:4])}</div></article><div id="comments" class="comments-area"><ol class="comment-list">{kit.comments(25)}</ol></div></main></div>'


GOLD[filed_under] = lambda ps: ps[:4]


def consent_wall(c, t, d, a, ps, kit):
    """A long text on tracking stands above a short report."""
    wall = f'<div id="onetrust-consent-sdk" class="cookie-wall"><div role="dialog">{plain([kit.sentence() for _ in range(18)])}<button>OK</button></div></div>'
    return f'{wall}<div class="page"><div class="article-wrap">{head(t, d, a, kit)}<div class="txt">{plain(ps[:4])}</div></div></div>'


GOLD[consent_wall] = lambda ps: ps[:4]


def one_form(c, t, d, a, ps, kit):
    """An old portal: everything is inside one form."""
    return f'<form id="aspnetForm" action="./"><div class="aspNetHidden"><input></div><div id="ctl00_Main"><div class="ms-rtestate-field"><h1>{t}</h1>{plain(ps)}</div></div><div class="ms-menu">{kit.menu(9)}</div></form>'


def points(c, t, d, a, ps, kit):
    """Sentences in a list amid the text."""
    items = "".join(f"<li>{html.escape(p)}</li>" for p in ps[1:3])
    return f'<article class="news"><h1>{t}</h1><div class="news-text">{plain(ps[:1])}<ul>{items}</ul>{plain(ps[3:])}</div></article>{kit.teasers(5, "box")}'


def numbered(c, t, d, a, ps, kit):
    """A list of things, each with a heading and a picture, in sections of their own."""
    inner = "".join(f'<section class="item"><h2>{i + 1}. {kit.words["point"]}</h2><figure><img><figcaption>Photo</figcaption></figure><p>{html.escape(p)}</p></section>' for i, p in enumerate(ps))
    return f'<div class="longform">{head(t, d, a, kit)}{inner}</div>{kit.teasers(4, "more")}'


def pulled(c, t, d, a, ps, kit):
    """A magazine: sentences of the text stand again in large letters."""
    pull = f'<aside class="pullquote"><p>{html.escape(ps[1].split(".")[0])}.</p></aside>'
    return f'<article class="feature"><h1>{t}</h1><div class="feature-body">{plain(ps[:2])}{pull}{plain(ps[2:])}</div></article>'


def box_of_facts(c, t, d, a, ps, kit):
    """A table of facts beside the text."""
    rows = "".join(f"<tr><th>{kit.teaser()}</th><td>{i}00</td></tr>" for i in range(6))
    return f'<div class="story-wrap"><h1>{t}</h1><div class="story-inner"><table class="infobox">{rows}</table>{plain(ps)}</div></div>'


def captions_by_class(c, t, d, a, ps, kit):
    """Captions are spans and paragraphs."""
    picture = '<div class="wp-caption alignnone"><img><p class="wp-caption-text">Des soldats sur la route du nord, le 3 mai, photographiés par une agence.</p></div>'
    other = '<div class="media"><img><span class="image-caption">Le palais présidentiel, vu de la place. Photo : agence.</span></div>'
    return f'<article class="article-single"><h1>{t}</h1>{other}<div class="article-content-wrap">{plain(ps[:2])}{picture}{plain(ps[2:])}</div></article>'


def cards_below(c, t, d, a, ps, kit):
    """Other articles follow as <article> in the same <main>."""
    cards = "".join(f'<article class="c-card"><a href="/{i}"><h3>{kit.teaser()}</h3></a><p>{kit.sentence()}</p></article>' for i in range(6))
    return f'<main><article class="c-article">{head(t, d, a, kit)}{plain(ps)}</article><div class="grid">{cards}</div></main>'


def lead_outside(c, t, d, a, ps, kit):
    """The first paragraph stands in the head, outside of the body."""
    return f'<article><header><h1>{t}</h1><p class="chapo">{html.escape(ps[0])}</p></header><div class="content-body">{plain(ps[1:])}</div></article>{kit.teasers(3, "bloc")}'


def spans(c, t, d, a, ps, kit):
    """A word processor's HTML: spans in divs."""
    inner = "".join(f'<div><span style="font-size:12pt"><span lang="fr">{html.escape(p)}</span></span></div><div>&nbsp;</div>' for p in ps)
    return f'<div id="wrapper"><div id="col1">{kit.menu(8)}</div><div id="col2"><h2>{t}</h2>{inner}</div></div>'


def links_between(c, t, d, a, ps, kit):
    """A link to another article after every paragraph or two."""
    inner = ""
    for i, p in enumerate(ps):
        inner += f"<p>{html.escape(p)}</p>"
        if i % 2 == 1:
            inner += f'<p><strong>{kit.words["also"]} <a href="/{i}">{kit.teaser()}</a></strong></p>'
    return f'<div class="article-detail">{head(t, d, a, kit)}<div class="detail-text">{inner}</div></div>'


GOLD[links_between] = lambda ps: ps


def catchers(c, t, d, a, ps, kit):
    """A daily with a paywall: boxes that lead elsewhere, a notice at the end."""
    box = f'<section class="catcher"><p class="catcher__content"><span class="catcher__title">{kit.words["also"]}</span> <a href=/y>{kit.teaser()}</a></p></section>'
    return f'<main class="old__article"><section class="zone zone--article"><header class="article__header"><h1 class="article__title">{t}</h1></header><section class="article__content old__article-content-single">{plain(ps[:3], " class=article__paragraph")}{box}{plain(ps[3:], " class=article__paragraph")}<section class="paywall--wide"><p>{kit.sentence()}</p></section></section></section></main>'


def components(c, t, d, a, ps, kit):
    """Data attributes instead of names."""
    inner = "".join(f'<p class="fig-paragraph" data-component="fig-paragraph">{html.escape(p)}</p>' for p in ps)
    return f'<article class="fig-main" data-component="fig-content"><h1 class="fig-headline">{t}</h1><div data-component="fig-content-body" class="fig-body">{inner}<div class="fig-premium-mark"></div></div></article><div class="fig-ranking-profile">{kit.teasers(7, "fig-ranking")}</div>'


def regional(c, t, d, a, ps, kit):
    """A regional paper: crossheads, an invitation to its letter amid the text."""
    box = f'<div class="newsletter-inline"><p>{kit.sentence()}</p><a href=#>OK</a></div>'
    return f'<div class="main-content-wrap"><h1>{t}</h1><div class="content qiota_reserve">{plain(ps[:2])}<h2>{kit.words["point"]}</h2>{box}{plain(ps[2:])}</div></div><div class="most-read">{kit.teasers(5, "list")}</div>'


GOLD[regional] = lambda ps: ps[:2] + ["@point"] + ps[2:]


def organisation(c, t, d, a, ps, kit):
    """A body of states: fields of a content system."""
    return f'<div class="region region-content"><article role="article" class="node node--type-story node--view-mode-full"><h1 class="page-header">{t}</h1><div class="node__content"><div class="field field--name-field-image"><img></div><div class="field field--name-body field--type-text-with-summary field--label-hidden"><div class="field__item">{plain(ps)}</div></div><div class="field field--name-field-tags field__items tags"><a href=#>Peace</a><a href=#>Security</a></div></div></article></div>'


def department(c, t, d, a, ps, kit):
    """A ministry of foreign affairs: a bar to share, office and day, then the statement."""
    return f'<main id="content"><div class="featured-content"><h1 class="featured-content__headline">{t}</h1><p class="article-meta__publish-date">{kit.day(d)}</p></div><div class="page-social social-share"><ul><li><a href=#>Facebook</a><li><a href=#>Twitter</a></ul></div><div class="entry-content">{plain(ps)}<p>###</p></div></main><section class="report__related"><h4>{kit.words["more"]}</h4>{kit.teasers(3, "collection-result")}</section>'


def transcript(c, t, d, a, ps, kit):
    """Speakers in bold, some short lines."""
    inner = "".join(f"<p><b>{a}:</b> {html.escape(p)}</p>" for p in ps)
    return f'<div class="read h-entry"><h1 class="p-name">{t}</h1><div class="entry-content e-content read__internal_content">{inner}</div></div>'


GOLD[transcript] = lambda ps: ["@author: " + p for p in ps]


def wysiwyg(c, t, d, a, ps, kit):
    """A channel's page: body between bars."""
    return f'<main id="main-content-area"><header class="article-header">{head(t, d, a, kit)}</header><div class="l-col--8"><div class="wysiwyg wysiwyg--all-content css-1vsenwb" aria-live="polite">{plain(ps[:1])}<div class="more-on"><h2>{kit.words["more"]}</h2><ul><li><a href=/1>{kit.teaser()}</a></li><li><a href=/2>{kit.teaser()}</a></li></ul></div>{plain(ps[1:])}</div><div class="article-source"><span>Source: agencies</span></div></div></main>'


def bare(c, t, d, a, ps, kit):
    """Nothing but text, tags left open."""
    return f"<h1>{t}</h1><hr>" + "".join(f"<p>{html.escape(p)}\n" for p in ps) + "<hr><a href=/>Home</a>"


def nested_tables(c, t, d, a, ps, kit):
    """Five tables deep."""
    text = "<br><br>".join(map(html.escape, ps))
    return f'<table><tr><td colspan=3>{kit.menu(7)}</td></tr><tr><td>{kit.menu(5)}</td><td><table><tr><td><table><tr><td><font size=4><b>{t}</b></font></td></tr><tr><td class="texte-article"><font face="Verdana">{text}</font></td></tr></table></td></tr></table></td></tr></table>'


def wrapped(c, t, d, a, ps, kit):
    """Made by script: each paragraph three boxes deep, names without meaning."""
    inner = "".join(f'<div class="sc-1x2"><div class="kVwYzq"><div><p class="sc-aa{i % 3}">{html.escape(p)}</p></div></div></div>' for i, p in enumerate(ps))
    return f'<div id="__next"><div class="sc-0"><div class="sc-9"><h1>{t}</h1></div><div class="sc-7">{inner}</div><div class="sc-8">{kit.teasers(8, "sc-t")}</div></div></div>'


def two_columns(c, t, d, a, ps, kit):
    """The text runs over two columns."""
    half = (len(ps) + 1) // 2
    return f'<div class="print-page"><h1>{t}</h1><div class="row"><div class="column">{plain(ps[:half])}</div><div class="column">{plain(ps[half:])}</div></div></div>'


def twice(c, t, d, a, ps, kit):
    """The same text for small and for large screens."""
    return f'<div class="app"><h1>{t}</h1><div class="desktop">{plain(ps)}</div><div class="mobile">{plain(ps)}</div></div>'


def by_script(c, t, d, a, ps, kit):
    """The page shows its text by script; only its data hold it."""
    import json
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": html.unescape(t), "articleBody": "\n\n".join(ps)})
    return f'<div id="root"><h1>{t}</h1><p class="loading">…</p></div><script type="application/ld+json">{data}</script>'


def aside_report(c, t, d, a, ps, kit):
    """Names used the wrong way round."""
    return f'<div class="menu-page"><aside class="sidebar-layout-main"><h1>{t}</h1><div class="banner-text">{plain(ps)}</div></aside></div>'


LAYOUTS = [text_blocks, companion_columns, paragraph_divs, rich_links, agency_desk, essay_sections, letter, justified, filed_under, consent_wall, one_form,
           points, numbered, pulled, box_of_facts, captions_by_class, cards_below, lead_outside, spans, links_between, catchers, components, regional,
           organisation, department, transcript, wysiwyg, bare, nested_tables, wrapped, two_columns, twice, by_script, aside_report]
GOLD[numbered] = lambda ps: [x for i, p in enumerate(ps) for x in (f"{i + 1}. @point", p)]
