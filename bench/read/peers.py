#!/usr/bin/env python3
"""Feeds made by feedgen and archives made by warcio are read whole: what went in comes out, in order.

    bench/read/peers.py [--program PROGRAM]
"""
import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import make_pages

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

MAKE = r"""
import io, json, sys
from pathlib import Path
from feedgen.feed import FeedGenerator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
folder = Path(sys.argv[1])
pages = json.loads((folder / "pages.json").read_text())
feed = FeedGenerator(); feed.load_extension("dc")
feed.id("https://exemple.fr/"); feed.title("Le Courrier d'essai"); feed.link(href="https://exemple.fr/"); feed.description("x"); feed.language("fr")
for page in pages:
    item = feed.add_entry(order="append"); item.id(page["url"]); item.title(page["title"]); item.link(href=page["url"])
    item.content("".join(f"<p>{p}</p>" for p in page["body"].split("\n\n")), type="CDATA"); item.published(page["published"] + "T10:00:00+00:00")
feed.rss_file(str(folder / "feed.rss")); feed.atom_file(str(folder / "feed.atom"))
for name, packed in (("crawl.warc", False), ("crawl.warc.gz", True)):
    with open(folder / name, "wb") as out:
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(name, {"software": "test"}))
        for page in pages:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(page["url"], "response", payload=io.BytesIO(page["html"].encode()), http_headers=head))
            head = StatusAndHeaders("GET / HTTP/1.1", [("Host", "exemple.fr")], is_http_request=True)
            writer.write_record(writer.create_warc_record(page["url"], "request", http_headers=head))
"""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options.add_argument("--folder", type=Path, default=ROOT / "build/bench")
    settings = options.parse_args()
    python = settings.folder / "peers/bin/python"
    if not python.exists():
        venv.create(settings.folder / "peers", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "feedgen", "warcio"], check=True)
    chance = make_pages.random.Random(3)
    pages = []
    for number, layout in enumerate(make_pages.LAYOUTS * 5):
        text, answer = make_pages.page(layout, 0, chance)
        pages.append({**answer, "html": text, "url": f"https://exemple.fr/{number}"})
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "pages.json").write_text(json.dumps(pages))
        subprocess.run([python, "-c", MAKE, scratch], check=True)
        for name in ("feed.rss", "feed.atom", "crawl.warc", "crawl.warc.gz"):
            done = subprocess.run([settings.program, "read", Path(scratch) / name, "--format", "jsonl"], capture_output=True, text=True,
                                  env=dict(os.environ, DEPECHE_RESOURCES=str(ROOT / "resources")))
            records = [json.loads(line) for line in done.stdout.splitlines()]
            right = sum(all(r[key] == page[key] for key in ("url", "title", "published", "body")) for r, page in zip(records, pages))
            print(f"{name:14} {len(records)} of {len(pages)} read, {right} the same in address, title, date and text {done.stderr[:200]}")
            for r, page in zip(records, pages):
                for key in ("url", "title", "published", "body"):
                    if r[key] != page[key]:
                        print(f"  {key}: {str(r[key])[:200]!r} is not {str(page[key])[:200]!r}")
            failed |= right < len(pages)
    return failed


if __name__ == "__main__":
    sys.exit(main())
