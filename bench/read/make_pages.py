"""Pages of our own making with the text that is their report: 48 layouts as news sites, agencies, ministries and blogs
have them (most in layouts.py), each with three or four sorts of surroundings, in French and English. Same seed, same pages.

    make_pages.py FOLDER      # NAME.html and gold.jsonl: id, title, published, body
"""
import html
import json
import random
import sys
from pathlib import Path

import layouts
from layouts import plain

SUBJECTS = ["Le ministre des Affaires étrangères", "La présidente de la Commission", "Le chef de l'opposition", "Un porte-parole de l'armée",
            "Le secrétaire général de l'organisation", "Le parlement", "La coalition au pouvoir", "Le tribunal de la capitale", "Une délégation de rebelles"]
VERBS = ["a déclaré mardi que", "a démenti que", "s'est félicité de ce que", "a regretté que", "a annoncé que", "n'a pas confirmé que"]
CLAUSES = ["les négociations reprendraient avant la fin du mois", "des troupes avaient franchi la frontière pendant la nuit",
           "l'accord de cessez-le-feu serait prolongé de deux semaines", "les observateurs pourraient entrer dans la ville assiégée",
           "les sanctions décidées au printemps resteraient en vigueur", "plusieurs otages avaient été libérés dans le nord du pays"]
TAILS = ["sans donner d'autres détails", "lors d'une conférence de presse", "selon un communiqué publié dans la soirée", "malgré les critiques de plusieurs pays voisins"]
LINKS = ["Accueil", "International", "Politique", "Économie", "Sport", "Culture", "Météo", "Vidéos", "Podcasts", "Se connecter", "S'abonner"]
TEASERS = ["Séisme : ce que l'on sait ce soir", "Les dix images de la semaine", "Budget : la réforme en cinq questions", "Football : le résumé de la soirée"]


ENGLISH = {
    "subjects": ["The foreign minister", "The head of the commission", "The leader of the opposition", "An army spokesman", "The secretary general", "Parliament", "The ruling coalition"],
    "verbs": ["said on Tuesday that", "denied that", "welcomed the news that", "regretted that", "announced that", "would not confirm that"],
    "clauses": ["talks would resume before the end of the month", "troops had crossed the border during the night", "the ceasefire would be extended by two weeks",
                "observers could enter the besieged town", "sanctions agreed in spring would stay in force", "several hostages had been freed in the north"],
    "tails": ["without giving details", "at a news conference", "according to a statement released in the evening", "despite criticism from neighbouring countries"],
    "links": ["Home", "World", "Politics", "Business", "Sport", "Culture", "Weather", "Video", "Podcasts", "Sign in", "Subscribe"],
    "teasers": ["Earthquake: what we know tonight", "The ten pictures of the week", "Budget: the reform in five questions", "Football: all the results"],
    "months": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
SMALL = {"fr": {"by": "Par", "more": "Sur le même sujet", "related": "À lire", "advertisement": "Publicité", "also": "Lire aussi :", "point": "La suite des faits"},
         "en": {"by": "By", "more": "More on this story", "related": "Related:", "advertisement": "Continue reading the main story", "also": "Read more:", "point": "What comes next"}}


class Kit:
    """What stands around a report, in one language."""

    def __init__(self, chance, language):
        self.chance, self.language, self.words = chance, language, SMALL[language]

    def pick(self, name, french):
        return self.chance.choice(ENGLISH[name] if self.language == "en" else french)

    def sentence(self):
        return (f"{self.pick('subjects', SUBJECTS)} {self.pick('verbs', VERBS)} {self.pick('clauses', CLAUSES)}, {self.pick('tails', TAILS)}.")

    def teaser(self):
        return self.pick("teasers", TEASERS)

    def teasers(self, n, name):
        return "".join(f'<div class="{name}"><a href="/t/{i}"><h3>{self.teaser()}</h3></a><p>{self.teaser()}…</p></div>' for i in range(n))

    def menu(self, n):
        items = "".join(f'<li><a href="/{i}">{self.pick("links", LINKS)}</a></li>' for i in range(n))
        return f'<div class="menu"><ul>{items}</ul></div>'

    def comments(self, n, name="reader"):
        return "".join(f'<div class="comment"><b>{name}{i}</b><p>{self.sentence()}</p></div>' for i in range(n))

    def day(self, date):
        year, month, day = date.split("-")
        if self.language == "en":
            return f"{ENGLISH['months'][int(month) - 1]} {int(day)}, {year}"
        return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def article(chance, kit):
    paragraphs = [" ".join(kit.sentence() for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(4, 12))]
    title = f"{chance.choice(SUBJECTS)} {chance.choice(['répond à ses critiques', 'reçoit une délégation', 'refuse de signer'])}"
    date = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return title, date, chance.choice(["Anne Durand", "Paul Martin", "Awa Diop"]), paragraphs


def menu(chance, n, tag="nav"):
    items = "".join(f'<li class="item-{i}"><a href="/{i}">{chance.choice(LINKS)}</a></li>' for i in range(n))
    return f"<{tag} class='menu'><ul>{items}</ul></{tag}>"


SHARE = '<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Envoyer par courriel</a></div>'
BOX = '<div class="newsletter-box"><p>Recevez chaque matin l\'essentiel de l\'actualité dans votre boîte de réception.</p><form><input><button>Je m\'inscris</button></form></div>'


def newspaper(c, t, d, a, ps, kit):
    inner = plain(ps[:2]) + f'<aside class="read-also"><a href="/x">{kit.teaser()}</a></aside>' + plain(ps[2:])
    return f'<main><article><h1>{t}</h1><div class="byline">Par {a}, publié le <time datetime="{d}T10:00:00+01:00">{d}</time></div>{SHARE}<div class="article-body">{inner}</div></article></main>'


def div_soup(c, t, d, a, ps, kit):
    return f'<div class="a1"><div class="b2"><div class="h">{t}</div><div class="c3">' + "".join(f'<div class="x">{html.escape(p)}</div>' for p in ps) + "</div></div></div>"


def agency(c, t, d, a, ps, kit):
    return f'<div id="content"><h1>{t}</h1><p class="date">{d}</p><div id="textbody">PARIS - {"<br><br>".join(map(html.escape, ps))}</div></div>'


def wordpress(c, t, d, a, ps, kit):
    return (f'<div class="site-content"><div class="content-area"><article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{t}</h1>'
            f'<div class="entry-meta"><time class="entry-date" datetime="{d}">{d}</time> {a}</div></header><div class="entry-content">{plain(ps)}{SHARE}</div>'
            f'<footer class="entry-footer">Classé dans <a href="#">Monde</a></footer></article><div id="comments" class="comments-area">{kit.comments(c.randint(1, 4), "lecteur")}</div></div>'
            f'<div class="widget-area sidebar">{kit.teasers(5, "widget")}</div></div>')


def elementor(c, t, d, a, ps, kit):
    return (f'<div class="elementor-section"><div class="elementor-widget-container"><h1>{t}</h1></div><div class="elementor-widget elementor-widget-theme-post-content">'
            f'<div class="elementor-widget-container">{plain(ps)}</div></div></div><div class="elementor-widget-container">{kit.teasers(4, "post-card")}</div>')


def ministry(c, t, d, a, ps, kit):
    return f'<div class="fr-container"><div class="fr-grid-row"><div class="fr-col-8"><h1>{t}</h1><h2>Les faits</h2>{plain(ps[:3])}<h2>La suite</h2>{plain(ps[3:])}<ul><li>Contact presse</li></ul></div></div></div>'


def tables(c, t, d, a, ps, kit):
    return (f'<table width="900"><tr><td width="150">{menu(c, 9, "div")}</td><td><font size="5">{t}</font><br><br>' +
            "".join(f'<p><font face="Arial">{html.escape(p)}</font></p>' for p in ps) + f'</td><td>{kit.teasers(3, "right")}</td></tr></table>')


def blog(c, t, d, a, ps, kit):
    return f'<div class="post"><h2 class="post-title">{t}</h2><div class="post-body">' + "<br/>\n<br/>\n".join(map(html.escape, ps)) + f'</div></div><div class="comments">{kit.comments(c.randint(1, 4), "lecteur")}</div>'


def amp(c, t, d, a, ps, kit):
    return f'<amp-sidebar>{menu(c, 8)}</amp-sidebar><article class="amp-wp-article"><h1>{t}</h1><amp-img src="a.jpg"></amp-img><div class="amp-wp-article-content">{plain(ps)}</div></article>'


def drupal(c, t, d, a, ps, kit):
    return f'<div class="region region-content"><div class="node node-article"><h1>{t}</h1><div class="field field-name-body"><div class="field-items"><div class="field-item even" property="content:encoded">{plain(ps)}</div></div></div></div></div>'


def sections(c, t, d, a, ps, kit):
    half = len(ps) // 2
    return f'<div class="w"><h1>{t}</h1><section class="s">{plain(ps[:half])}</section><figure><img><figcaption>Une rue de la capitale. Photo : agence</figcaption></figure><section class="s">{plain(ps[half:])}</section></div>'


def wiki(c, t, d, a, ps, kit):
    return f'<div id="content" class="mw-body"><h1 id="firstHeading">{t}</h1><div id="bodyContent"><div id="mw-content-text" class="mw-parser-output">{plain(ps)}<h2>Sources</h2><ul><li><a href="#">Dépêche</a></li></ul></div><div class="printfooter">Récupérée de wiki</div><div class="catlinks"><a href="#">Monde</a></div></div></div>'


def quotes(c, t, d, a, ps, kit):
    return f'<article itemscope><h1 itemprop="headline">{t}</h1><div itemprop="articleBody"><p class="chapo"><strong>{html.escape(ps[0])}</strong></p><blockquote><p>{html.escape(ps[1])}</p></blockquote>{plain(ps[2:])}<p class="tags"><a href="#">Diplomatie</a> <a href="#">Guerre</a></p></div></article>'


def popup(c, t, d, a, ps, kit):
    return f'<div class="cookie-banner"><p>{kit.sentence()} Ce site utilise des traceurs pour mesurer son audience.</p><button>Accepter</button></div><div class="story"><h1>{t}</h1><div class="story-text">{plain(ps[:3])}{BOX}{plain(ps[3:])}</div></div>'


LAYOUTS = [newspaper, div_soup, agency, wordpress, elementor, ministry, tables, blog, amp, drupal, sections, wiki, quotes, popup]


def page(layout, surroundings, chance):
    kit = Kit(chance, "fr")
    title, date, author, paragraphs = article(chance, kit)
    inner = layout(chance, html.escape(title), date, author, paragraphs, kit)
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": date + "T08:00:00Z",
                       "author": {"@type": "Person", "name": author}, "publisher": {"@type": "Organization", "name": "Le Courrier d'essai"}})
    head, before, after = "", menu(chance, 6), ""
    if surroundings == 0:
        head = f'<script type="application/ld+json">{data}</script>'
        after = f'<section class="related">{kit.teasers(6, "teaser")}</section>{BOX}'
    elif surroundings == 1:
        head = f'<meta property="article:published_time" content="{date}T09:00:00+02:00"><meta property="og:title" content="{html.escape(title, True)}">'
        before = f'<div class="top"><div class="inner">{menu(chance, 14, "div")}</div></div>'
        after = f'<div class="zone-basse"><h3>À lire aussi</h3>{kit.teasers(8, "item")}</div><div>{kit.comments(chance.randint(1, 4), "lecteur")}</div>'
    else:
        head = f'<link rel="canonical" href="https://www.exemple.fr/monde/{date.replace("-", "/")}/article-12.html">'
        after = f'<div class="bottom">{menu(chance, 20, "div")}<p>Tous droits réservés.</p></div>'
    scripts = "<script>var q=" + json.dumps({f"k{i}": i for i in range(300)}) + ";</script>"
    text = (f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{html.escape(title)} | Le Courrier d\'essai</title>{head}{scripts}</head>'
            f'<body><header>{before}</header>{inner}{after}<footer><p>Mentions légales</p>{menu(chance, 8, "div")}</footer>{scripts}</body></html>')
    if layout is agency:
        paragraphs = ["PARIS - " + paragraphs[0], *paragraphs[1:]]
    if layout is ministry:  # crossheads belong to the report
        paragraphs = ["Les faits", *paragraphs[:3], "La suite", *paragraphs[3:]]
    return text, {"title": title, "published": date, "body": "\n\n".join(paragraphs)}


def other_page(layout, number, chance):
    """A page of a layout of layouts.py; what tells its day changes with the number."""
    language = "fr" if chance.random() < 0.5 else "en"
    kit = Kit(chance, language)
    paragraphs = []
    while len(paragraphs) < chance.randint(6, 14):
        paragraph = " ".join(kit.sentence() for _ in range(chance.randint(1, 4)))
        if paragraph not in paragraphs:  # a real report says nothing twice
            paragraphs.append(paragraph)
    title = f"{kit.pick('subjects', SUBJECTS)} {chance.choice(['responds', 'reacts', 'refuses'] if language == 'en' else ['répond', 'réagit', 'refuse'])}"
    date = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    author = chance.choice(["Anne Durand", "Paul Martin", "Awa Diop"])
    inner = layout(chance, html.escape(title), date, author, paragraphs, kit)
    told = [
        '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": date + "T08:00:00Z"}) + "</script>",
        f'<meta property="article:published_time" content="{date}T09:00:00+00:00">',
        f'<link rel="canonical" href="https://www.example.org/world/{date.replace("-", "/")}/article-12.html">',
        "",
    ][number]
    if number == 3 and kit.day(date) not in inner:
        inner = inner.replace("</h1>", f'</h1><p class="published">{kit.day(date)}</p>', 1)
    dated = number < 3 or kit.day(date) in inner
    text = (f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{html.escape(title)} | The Example</title>{told}</head><body class="single theme-x">'
            f'<header class="site-header">{kit.menu(10)}</header>{inner}<footer class="site-footer"><p>© The Example</p>{kit.menu(6)}</footer></body></html>')
    body = [p.replace("@point", kit.words["point"]).replace("@author", author) for p in layouts.GOLD.get(layout, lambda ps: ps)(paragraphs)]
    return text, {"title": title, "published": date if dated else None, "body": "\n\n".join(body)}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(9)
    with open(folder / "gold.jsonl", "w", encoding="utf-8") as gold:
        for layout in LAYOUTS:
            for surroundings in range(3):
                name = f"{layout.__name__}-{surroundings}"
                text, answer = page(layout, surroundings, chance)
                (folder / f"{name}.html").write_text(text, encoding="utf-8")
                gold.write(json.dumps({"id": name, **answer}, ensure_ascii=False) + "\n")
        for layout in layouts.LAYOUTS:
            for number in range(4):
                name = f"{layout.__name__}-{number}"
                text, answer = other_page(layout, number, chance)
                (folder / f"{name}.html").write_text(text, encoding="utf-8")
                gold.write(json.dumps({"id": name, **answer}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
