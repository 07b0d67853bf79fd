// How long the page takes in Chromium over a database, from the address to the last of what it shows:
//
//   node bench/serve/page.mjs PROGRAM FILE.db [--rounds 5]
//
// A view's first time with an empty browser cache, then filters chosen one after the other, which the server has not answered
// before. Medians; wants `npm ci` in web/.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const source = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [program, database] = process.argv.slice(2, 4).map((path) => resolve(path));
const rounds = process.argv.includes("--rounds") ? Number(process.argv[process.argv.indexOf("--rounds") + 1]) : 5;
const { chromium } = createRequire(join(source, "web/package.json"))("playwright-core");

const server = spawn(program, ["serve", "--port", "0", "-q", "--db", database], { env: { DEPECHE_RESOURCES: join(source, "resources"), ...process.env }, stdio: ["ignore", "pipe", "inherit"] });
const base = await new Promise((done) => server.stdout.once("data", (line) => done(String(line).trim())));
const browser = await chromium.launch({ executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync), args: ["--no-sandbox", "--disable-gpu"] });

const shown = () => document.querySelector("main h1") && !document.querySelector('main [aria-busy="true"]');
async function timed(page, act) {
  const begin = performance.now();
  await act();
  await page.waitForFunction(shown, null, { polling: 10 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return performance.now() - begin;
}
const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];

// What is made ready at the start is ready once the server is still.
await new Promise((done) => setTimeout(done, 8000));
for (const view of ["reader", "stories", "timeline", "network", "network?by=actor", "map", "disputes", "actors"]) {
  const times = [];
  let bytes = 0;
  for (let i = 0; i < rounds; i++) {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    network.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
    times.push(await timed(page, () => page.goto(`${base}#/${view}`, { waitUntil: "commit" })));
    await page.context().close();
  }
  console.log(`first view, ${view}: ${median(times).toFixed(0)} ms (longest ${Math.max(...times).toFixed(0)}), ${(bytes / rounds / 1000).toFixed(0)} kB`);
}
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
for (const view of ["reader", "timeline", "network", "map", "disputes"]) {
  await timed(page, () => page.goto(`${base}#/${view}`, { waitUntil: "commit" }));
  for (const filter of ["type=SANCTION", "status=alleged", "country=FRA", "from=2019-03&to=2020-02", "language=en", "type=AID&country=USA&from=2020"]) {
    const time = await timed(page, () => page.evaluate((hash) => { location.hash = hash; return new Promise((done) => setTimeout(done)); }, `#/${view}?${filter}`));
    console.log(`${view}, ${filter}: ${time.toFixed(0)} ms`);
  }
}
await browser.close();
server.kill("SIGTERM");
