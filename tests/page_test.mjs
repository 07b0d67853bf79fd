// The page in Debian's Chromium, over the examples: each view and what one does there, in both languages and themes, on a
// wide and a narrow screen. Nothing may be asked of another host, and axe may find no serious fault.
//
//   node page_test.mjs PROGRAM SOURCE_DIR [--screenshots FOLDER] [--pictures docs/images]
//
// Ends with 77 where the browser, the models or web/node_modules are not there.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

const [program, source] = process.argv.slice(2, 4).map((path) => resolve(path));
const folder = (option) => (process.argv.includes(option) ? process.argv[process.argv.indexOf(option) + 1] : "");
const screenshots = folder("--screenshots"), pictures = folder("--pictures");
// The pictures that the documentation shows.
const inDocs = { "#/reader/drones-kiev?event=v2": "reader", "#/timeline?by=year": "timeline", "#/network?by=actor": "network", "#/map": "map", "#/disputes": "disputes", "#/actors/Russie?of=RUS": "actor" };
const web = join(source, "web");
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
for (const [there, what] of [[browserPath, "chromium is not installed"], [existsSync(join(web, "node_modules/playwright-core")), "web/node_modules is not there (npm ci in web)"], [process.env.DEPECHE_MODELS, "the models are not fetched"]]) {
  if (there) continue;
  console.log(`skipped: ${what}`);
  process.exit(77);
}
const require = createRequire(join(web, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let server, browser, base;
const slow = 60_000;

before(async () => {
  server = spawn(program, ["serve", "--port", "0", "-q"], { env: { ...process.env, DEPECHE_RESOURCES: join(source, "resources") }, stdio: ["ignore", "pipe", "inherit"] });
  base = await new Promise((resolve, reject) => {
    server.stdout.once("data", (line) => resolve(String(line).trim()));
    server.once("exit", () => reject(new Error("the server ended")));
  });
  browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
}, { timeout: slow });
after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
});

// A page that remembers what went wrong on it.
async function open(hash, { language = "fr", theme = "light", width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: language, colorScheme: theme, reducedMotion: "reduce", acceptDownloads: true });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (e) => page.faults.push(String(e)));
  page.on("console", (m) => m.type() === "error" && page.faults.push(m.text()));
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(base) || url.startsWith("data:") || url.startsWith("blob:")) return route.continue();
    page.faults.push(`asked elsewhere: ${url}`);
    return route.abort();
  });
  await page.goto(base + hash);
  await ready(page);
  return page;
}
async function ready(page) {
  await page.waitForSelector("main h1");
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
}
async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations
    .filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`));
  assert.deepEqual(found, [], where);
}
async function fits(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${where} is ${over} pixels too wide`);
}

const views = ["#/reader", "#/reader/drones-kiev?event=v2", "#/stories", "#/story/1", "#/timeline?by=year", "#/network", "#/network?by=actor", "#/map", "#/disputes", "#/actors", "#/actors/Russie?of=RUS", "#/dyad/GBR-RUS"];

for (const { language, theme, width } of [{ language: "fr", theme: "light", width: 1280 }, { language: "en", theme: "dark", width: 1280 }, { language: "en", theme: "light", width: 380 }, { language: "fr", theme: "dark", width: 380 }]) {
  test(`views in ${language}, ${theme}, ${width} pixels wide`, { timeout: 4 * slow }, async () => {
    const page = await open("#/reader", { language, theme, width, height: 800 });
    assert.equal(await page.getAttribute("html", "lang"), language);
    assert.equal(await page.getAttribute("html", "data-theme"), theme);
    for (const hash of views) {
      await page.goto(base + hash);
      await ready(page);
      assert.ok((await page.textContent("main h1")).trim());
      await fits(page, hash);
      await accessible(page, `${hash} ${language} ${theme} ${width}`);
      if (pictures && inDocs[hash] && language === "fr" && width > 1000) await page.screenshot({ path: join(pictures, `${inDocs[hash]}.png`) });
      if (screenshots) await page.screenshot({ path: join(screenshots, `${hash.replace(/[^a-z-]+/gi, "-").replace(/^-|-$/g, "")}-${language}-${theme}-${width}.png`) });
    }
    await close(page);
  });
}

test("reader: the parts of an event are tied to their words, by mouse, by keyboard and by address", { timeout: slow }, async () => {
  const page = await open("#/reader/drones-kiev");
  const event = page.locator("aside button.event").nth(1);
  await event.hover();
  assert.ok(await page.locator(".words .role.act").count());
  assert.ok(await page.locator(".words .role.who").count());
  assert.match(await page.locator(".words .tag.act").first().textContent(), /^action · (survenu|allégué|affirmé)/, "its status stands with its words");
  assert.equal(await page.locator("aside dl").count(), 0, "the list stays as it is below the pointer");
  const hovered = await page.locator(".words .role").allTextContents();
  await page.mouse.move(0, 0);
  assert.equal(await page.locator(".words .role").count(), 0);
  await event.focus();
  assert.deepEqual(await page.locator(".words .role").allTextContents(), hovered);
  await page.keyboard.press("Enter");
  assert.match(page.url(), /event=v\d+/);
  const again = await open(new URL(page.url()).hash);
  assert.deepEqual(await again.locator(".words .role").allTextContents(), hovered);
  await again.getByRole("checkbox").first().uncheck();
  assert.equal(await again.locator(".words [role=button]").count(), 0, "triggers are no longer lit");
  assert.match(again.url(), /dark=trigger/);
  const text = await again.locator(".words h1").evaluate((h) => [...h.childNodes].filter((n) => n.nodeType !== 8 && !n.classList?.contains("tag")).map((n) => n.textContent).join("").trim());
  assert.equal(text, readFileSync(join(source, "examples/drones-kiev.txt"), "utf8").split("\n")[0], "no letter is lost");
  await close(again);
  await close(page);
});

test("reader: a pasted text is coded, and script in it stays text", { timeout: slow }, async () => {
  const page = await open("#/reader");
  await page.fill("textarea", "Paris accuse Moscou <script>window.hacked = 1</script>\n\nParis, 3 mars 2022. La France a accusé jeudi la Russie d'avoir bombardé Kiev. <img src=x onerror='window.hacked = 2'> Moscou dément.");
  await page.getByRole("button", { name: "Coder" }).click();
  await page.waitForSelector(".words");
  assert.match(page.url(), /#\/reader\/paste/);
  assert.ok(await page.locator("aside button.event").count());
  assert.match(await page.textContent(".words"), /<script>window\.hacked/);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  const words = await page.textContent(".words");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /JSON/ }).click()]);
  assert.ok(JSON.parse(readFileSync(await file.path(), "utf8")).events.length);
  await page.reload();
  await page.waitForSelector(".words");
  assert.equal(await page.textContent(".words"), words, "its address brings it back");
  await close(page);
});

test("reader: places of a stored article are lit, and an event's place is tied to its words", { timeout: slow }, async () => {
  const page = await open("#/reader/raid-sanaa", { language: "en" });
  assert.ok(await page.locator(".words .place").count());
  let tied = 0;
  for (const event of await page.locator("aside button.event").all()) {
    await event.focus();
    tied += await page.locator(".words .role.where").count();
  }
  assert.ok(tied);
  await close(page);
});

test("filters: what is chosen stands in the address and comes back from it", { timeout: slow }, async () => {
  const page = await open("#/reader", { language: "en" });
  await page.getByLabel("Type").selectOption("ACCUSE");
  await page.getByLabel("Country").fill("united kingdom");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForFunction(() => location.hash.includes("type=ACCUSE") && location.hash.includes("country=GBR"));
  await ready(page);
  await page.waitForFunction(() => [...document.querySelectorAll("[data-testid=events] strong")].every((s) => s.textContent.startsWith("accusation")));
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/timeline?") && location.hash.includes("type=ACCUSE"));
  await ready(page);
  await page.getByRole("button", { name: /Remove: Type/ }).click();
  await page.waitForFunction(() => !location.hash.includes("ACCUSE"));
  await page.goto(base + "#/reader?text=moscou");
  await page.waitForSelector(".excerpt mark");
  assert.match((await page.textContent(".excerpt mark")).toLowerCase(), /moscou/);
  await close(page);
});

test("timeline: what is denied has a pattern of its own, the table stands in the address", { timeout: slow }, async () => {
  const page = await open("#/timeline?by=year");
  assert.ok(await page.locator("main svg path[fill^='url(#denied-']").count());
  assert.equal(await page.locator("main ul[aria-label] li").count(), 7);
  await page.getByText("En tableau").click();
  await page.waitForFunction(() => location.hash.includes("table=true"));
  const again = await open(new URL(page.url()).hash);
  assert.ok(await again.locator("tbody tr").first().isVisible());
  await close(again);
  await close(page);
});

test("a list keeps its length when the store changes below it", { timeout: slow }, async () => {
  const page = await open("#/reader");
  let change;
  const changed = new Promise((resolve) => (change = resolve));
  await page.route("**/api/v1/news", async (route) => {
    await changed;
    await route.fulfill({ contentType: "text/event-stream", body: "event: change\ndata: {}\n\n" }).catch(() => {});
  });
  await page.goto(base + "#/timeline?by=year");
  await page.reload();
  await ready(page);
  const rows = page.locator("[data-testid=events] article");
  const before = await rows.count();
  await page.getByRole("button", { name: "La suite" }).click();
  await page.waitForFunction((n) => document.querySelectorAll("[data-testid=events] article").length === 2 * n, before);
  const again = page.waitForResponse((r) => r.url().includes(`/events?limit=${2 * before}`));
  change();
  await again;
  await ready(page);
  assert.equal(await rows.count(), 2 * before);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await close(page);
});

test("downloads hold what is shown, no more and no less", { timeout: slow }, async () => {
  const page = await open("#/disputes?country=IRN");
  const saved = async (button) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
    return readFileSync(await file.path(), "utf8");
  };
  const cards = await page.locator("[data-testid=dispute]").count();
  const shown = JSON.parse(await saved(/^JSON \(/));
  assert.ok(cards && shown.disputes.length === cards && shown.parameters.country === "IRN");
  const lines = (await saved("CSV")).trim().split("\r\n");
  assert.equal(lines.length - 1, shown.disputes.reduce((n, d) => n + d.positions.length, 0));
  await page.goto(base + "#/actors/Iran?of=IRN");
  await ready(page);
  const parts = JSON.parse(await saved(/^JSON \(/));
  const events = parts.find((p) => p.events).events;
  assert.equal(events.length, await page.locator("[data-testid=events] article").count());
  assert.ok(events.every((e) => e.actor.some((a) => a.name === "Iran")));
  const feeds = await page.locator("footer a[href*='export/']").evaluateAll((all) => all.map((a) => a.href));
  assert.equal(feeds.length, 2);
  for (const feed of feeds) assert.equal((await page.request.get(feed)).status(), 200);
  await close(page);
});

test("timeline: a drag zooms, a click lists, a period comes back from its address", { timeout: slow }, async () => {
  const page = await open("#/timeline?by=year");
  const box = await page.locator("main svg").first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 120, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(() => /from=20\d\d&to=20\d\d/.test(location.hash));
  const [, from, to] = page.url().match(/from=(\d+)&to=(\d+)/);
  assert.ok(from < to);
  await page.getByRole("button", { name: "Toute la période" }).click();
  await page.goto(base + "#/timeline?by=year&period=2022");
  await ready(page);
  await page.waitForFunction(() => { const all = [...document.querySelectorAll("[data-testid=events] article")]; return all.length && all.every((a) => a.textContent.includes("2022")); });
  await close(page);
});

// Circles of the drawing, and how much of it they span.
const drawn = (page) => page.evaluate(() => {
  const svg = document.querySelector("main svg[viewBox]"), [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const nodes = [...svg.querySelectorAll("circle.node")].map((c) => ["cx", "cy", "r"].map((k) => Number(c.getAttribute(k))));
  const span = (i) => Math.max(...nodes.map((n) => n[i])) - Math.min(...nodes.map((n) => n[i]));
  const boxes = [...svg.querySelectorAll("text")].map((t) => t.getBoundingClientRect());
  let covered = 0, clashes = 0;
  nodes.forEach(([x, y, r], i) => nodes.slice(i + 1).forEach(([a, b, s]) => (covered += Math.hypot(x - a, y - b) < r + s - 0.5)));
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => (clashes += Math.min(a.right, b.right) - Math.max(a.left, b.left) > 6 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)));
  return { nodes: nodes.length, names: boxes.length, covered, clashes, wide: span(0) / width, high: span(1) / height };
});

test("network: 300 actors stand apart, use the drawing, and names do not cover names", { timeout: slow }, async () => {
  const page = await open("#/reader");
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const edges = [];
  for (let i = 1; i < 300; i++) {
    for (let n = 0; n < 2; n++) edges.push({ from: `Actor ${i}`, from_country: "FRA", to: `Actor ${Math.floor(random() ** 3 * i)}`, to_country: "FRA", events: 1 + Math.floor(400 / i), cooperation: 1, conflict: 0, goldstein: 1, score: random() * 20 - 10 });
  }
  const known = new Set();
  const once = edges.filter((e) => e.from !== e.to && !known.has(e.from + e.to) && known.add(e.from + e.to));
  await page.route("**/api/v1/network*", (route) => route.fulfill({ json: { by: "actor", edges: once } }));
  await page.goto(base + "#/network?by=actor");
  await ready(page);
  const { nodes, names, covered, clashes, wide, high } = await drawn(page);
  assert.equal(nodes, 300);
  assert.equal(covered, 0, "nodes over nodes");
  assert.equal(clashes, 0, "names over names");
  assert.ok(names >= 20 && wide > 0.8 && high > 0.8, JSON.stringify({ names, wide, high }));
  await close(page);
});

test("network: who is called alike in two countries is two, each with a page of its own", { timeout: slow }, async () => {
  const page = await open("#/network?by=actor");
  assert.deepEqual((({ covered, clashes }) => ({ covered, clashes }))(await drawn(page)), { covered: 0, clashes: 0 });
  const links = await page.locator("main svg a[href^='#/actors/police?']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.ok(links.length > 1 && new Set(links).size === links.length, String(links));
  await page.goto(base + links[0]);
  await ready(page);
  const of = new URLSearchParams(links[0].split("?")[1]).get("of");
  const listed = await page.evaluate(async (country) => (await (await fetch(`api/v1/actors/police?country=${country}`)).json()).entries, of);
  assert.deepEqual([...new Set(listed.map((e) => e.country))], [of]);
  assert.match(await page.textContent("main h1"), /^police \(.+\)$/);
  await close(page);
});

test("network: nodes and links lead on, the window of time narrows it", { timeout: slow }, async () => {
  const page = await open("#/network");
  const all = await page.locator("main svg circle").count();
  assert.ok(all > 5);
  await page.getByRole("button", { name: "Agrandir" }).click();
  await page.locator("input[type=range]").first().evaluate((slider) => { slider.value = slider.max - 6; slider.dispatchEvent(new Event("change", { bubbles: true })); });
  await page.waitForFunction(() => /from=/.test(location.hash));
  await page.waitForFunction((n) => document.querySelectorAll("main svg circle").length < n, all);
  await ready(page);
  await page.locator("table a").nth(2).click();
  await page.waitForFunction(() => location.hash.startsWith("#/dyad/"));
  await ready(page);
  await close(page);
});

test("a drawing comes back from its address as it was: larger, moved, by wheel and by two fingers", { timeout: slow }, async () => {
  const page = await open("#/map");
  const box = () => page.locator("main svg[viewBox]").first().getAttribute("viewBox");
  const whole = await box();
  const at = await page.locator("main svg[viewBox]").first().boundingBox();
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction(() => /zoom=/.test(location.hash));
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 2 - 80, at.y + at.height / 2 - 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(500);
  const seen = await box();
  assert.notEqual(seen, whole);
  const again = await open(new URL(page.url()).hash);
  const near = (a, b) => a.split(" ").every((n, i) => Math.abs(n - b.split(" ")[i]) < 0.5);
  assert.ok(near(await again.locator("main svg[viewBox]").first().getAttribute("viewBox"), seen));
  await close(again);
  await page.getByRole("button", { name: "Recentrer" }).click();
  assert.equal(await box(), whole);
  await page.locator("main svg[viewBox]").first().evaluate((svg) => {
    const b = svg.getBoundingClientRect();
    const send = (type, pointerId, dx) => svg.dispatchEvent(new PointerEvent(type, { pointerId, bubbles: true, buttons: 1, pointerType: "touch", clientX: b.left + b.width / 2 + dx, clientY: b.top + b.height / 2 }));
    send("pointerdown", 1, -20);
    send("pointerdown", 2, 20);
    send("pointermove", 2, 60);
    send("pointerup", 1, -20);
    send("pointerup", 2, 60);
  });
  assert.ok(Number((await box()).split(" ")[2]) < 600);
  await close(page);
});

test("a link that is followed stays so, though the part of a drawing is written later", { timeout: slow }, async () => {
  const page = await open("#/network");
  await page.getByRole("button", { name: "Agrandir" }).evaluate((button) => {
    button.click();
    history.pushState(null, "", "#/timeline");  // as long as the event of a new address has not come
  });
  await page.waitForTimeout(600);
  assert.equal(new URL(page.url()).hash, "#/timeline");
  await close(page);
});

test("map: a place lists its events", { timeout: slow }, async () => {
  const page = await open("#/map");
  await page.waitForSelector("path.land");
  assert.ok(await page.locator("path.land").count() > 150);
  // No outline runs across the whole map where it meets the day line; along the pole one must.
  const widest = await page.evaluate(() => Math.max(...[...document.querySelectorAll("path.land")].flatMap((path) => path.getAttribute("d").split(/[MZ]/).filter(Boolean).flatMap((run) => {
    const points = run.split("L").map((point) => point.split(" ").map(Number));
    return points.slice(1).map(([x, y], i) => (y > 480 && points[i][1] > 480 ? 0 : Math.abs(x - points[i][0])));
  }))));
  assert.ok(widest < 450, `a stroke of ${widest}`);
  const place = page.locator("main svg a").first();
  await place.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /box=/.test(location.hash));
  await page.waitForSelector("[data-testid=events] article");
  await close(page);
});

test("disputes: claim and denial stand side by side", { timeout: slow }, async () => {
  const page = await open("#/disputes");
  const card = page.locator("[data-testid=dispute]").first();
  const claim = await card.locator(".claim").boundingBox(), denial = await card.locator(".denial").boundingBox();
  assert.ok(claim.x + claim.width <= denial.x && Math.abs(claim.y - denial.y) < 2);
  assert.ok((await card.locator(".denial q").first().textContent()).trim());
  await card.locator("summary").click();
  await page.waitForFunction(() => /open=\d+/.test(location.hash));
  const again = await open(new URL(page.url()).hash);
  assert.ok(await again.locator("[data-testid=dispute] details[open] li").first().isVisible(), "the open card comes back");
  await again.locator("h2 a").nth(1).click();
  await again.waitForFunction(() => document.querySelectorAll("[data-testid=dispute]").length === 1);
  await close(again);
  await card.locator(".denial a[href*=reader]").first().click();
  await page.waitForSelector(".words .role");
  await close(page);
});

test("actors: by the keyboard to a page of one, and its download", { timeout: slow }, async () => {
  const page = await open("#/actors");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN", "the first stop leads past the menu");
  await page.getByLabel("Genre").selectOption("state");
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.waitForFunction(() => /kind=state/.test(location.hash) && [...document.querySelectorAll("tbody tr")].every((tr) => tr.children[1].textContent === "État"));
  await page.locator("table a", { hasText: "Russie" }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#/actors/Russie?of=RUS");
  await page.waitForSelector("figure svg path.line");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  assert.ok(lines.length > 3 && lines[0].startsWith("article,id,type"));
  await close(page);
});

test("language and theme are kept", { timeout: slow }, async () => {
  const page = await open("#/timeline");
  await page.selectOption("#language", "en");
  await page.selectOption("#theme", "dark");
  await page.reload();
  await ready(page);
  assert.equal(await page.textContent("main h1"), "Timeline");
  assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  await close(page);
});

test("a first load takes at most 500 kB, zipped", () => {
  const html = readFileSync(join(web, "dist/index.html"), "utf8");
  const files = ["index.html", ...[...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((m) => m[1])];
  const bytes = files.reduce((n, f) => n + gzipSync(readFileSync(join(web, "dist", f))).length, 0);
  assert.ok(files.length > 2 && bytes < 500_000, `${bytes} bytes`);
});

test("web/dist is what web/src builds", { timeout: 2 * slow }, () => {
  const made = mkdtempSync(join(tmpdir(), "depeche-page-"));
  try {
    execFileSync(process.execPath, [join(web, "node_modules/vite/bin/vite.js"), "build", "--outDir", made, "--emptyOutDir"], { cwd: web, stdio: "pipe" });
    const list = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => relative(folder, join(f.parentPath ?? f.path, f.name))).sort();
    assert.deepEqual(list(made), list(join(web, "dist")), "run `npm run build` in web");
    for (const file of list(made)) assert.ok(readFileSync(join(made, file)).equals(readFileSync(join(web, "dist", file))), `${file}: run \`npm run build\` in web`);
  } finally {
    rmSync(made, { recursive: true });
  }
});
