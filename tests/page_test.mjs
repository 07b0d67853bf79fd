// The page in Debian's Chromium, over the examples: each view and what one does there, in both languages and themes, on a
// wide and a narrow screen. Nothing may be asked of another host, and axe may find no serious fault.
//
//   node page_test.mjs PROGRAM SOURCE_DIR [--screenshots FOLDER]
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
const screenshots = process.argv.includes("--screenshots") ? process.argv[process.argv.indexOf("--screenshots") + 1] : "";
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

const views = ["#/reader", "#/reader/drones-kiev?event=v2", "#/stories", "#/story/1", "#/timeline?by=year", "#/network", "#/network?by=actor", "#/map", "#/disputes", "#/actors", "#/actors/Russie", "#/dyad/GBR-RUS"];

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

test("network: nodes and links lead on, the window of time narrows it", { timeout: slow }, async () => {
  const page = await open("#/network");
  const all = await page.locator("main svg circle").count();
  assert.ok(all > 5);
  await page.getByRole("button", { name: "Agrandir" }).click();
  await page.locator("input[type=range]").first().evaluate((slider) => { slider.value = slider.max - 6; slider.dispatchEvent(new Event("change", { bubbles: true })); });
  await page.waitForFunction(() => /from=/.test(location.hash));
  await page.waitForFunction((n) => document.querySelectorAll("main svg circle").length < n, all);
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
  await page.waitForFunction(() => location.hash === "#/actors/Russie");
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
