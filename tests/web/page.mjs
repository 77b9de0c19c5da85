// The page in Chromium, as a user drives it: tests/web/page.mjs DIST MONITREE. DIST is the built site,
// MONITREE the command line, which must write the same bytes.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { secretTests } from "./secrets.mjs";

const [dist, monitree] = process.argv.slice(2);
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" };
const requests = [];
const server = createServer((request, response) => {
  const path = request.url.split("?")[0].replace(/^\/sub\/path\//, "") || "index.html";
  requests.push(path);
  try {
    const bytes = readFileSync(join(dist, path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}/sub/path/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(fragment = "", options = {}) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  await page.goto(base + fragment);
  await page.waitForSelector('html[data-ready="1"]');
  return page;
}
const field = (page, key) => page.getByTestId(`field-${key}`);
const answer = async (page, key, text) => {
  const before = await page.locator("html").getAttribute("data-rev");
  await field(page, key).fill(text);
  await page.waitForFunction((before) => document.documentElement.dataset.rev !== before, before);
};
const equal = (found, expected, what) => {
  if (found !== expected) throw new Error(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
};
const holds = (found, piece, what) => {
  if (!found?.includes(piece)) throw new Error(`${what}: ${JSON.stringify(found)} lacks ${JSON.stringify(piece)}`);
};

const tests = {
  async "a domain shows in the preview and in the link"() {
    const page = await open("#v=1&preset=homelab&step=access");
    await answer(page, "domain", "lab.example.net");
    holds(await page.getByTestId("code").textContent(), "root_url: https://grafana.lab.example.net", "code");
    holds(await page.locator('.line[data-from~="domain"]').first().textContent(), "lab.example.net", "line");
    await page.waitForFunction(() => location.hash.includes("domain=lab.example.net"));
    return page;
  },
  async "a file is open in every layout, and when an answer moves the open one"() {
    const page = await open("#v=1&preset=homelab&layout=apps&step=cluster");
    holds(await page.locator(".path").textContent(), "/helm-install.yaml", "the file of a link");
    await answer(page, "cluster_name", "other");
    holds(await page.locator(".path").textContent(), "/kube-prometheus-stack/helm-install.yaml", "the file that moved");
    holds(await page.getByTestId("code").textContent(), "kind: HelmRelease", "code");
    return page;
  },
  async "a bad text has a message that is tied to its input"() {
    const page = await open("#v=1&preset=homelab&step=storage");
    await answer(page, "metrics_retention", "soon");
    const input = field(page, "metrics_retention");
    equal(await input.getAttribute("aria-invalid"), "true", "aria-invalid");
    const ids = (await input.getAttribute("aria-describedby")).split(" ");
    const texts = await Promise.all(ids.map((id) => page.locator(`#${id}`).textContent()));
    holds(texts.join(" "), '"soon" is not a number of days such as 15d', "message");
    await page.getByTestId("fix-answer.unreadable").click();
    equal(await input.inputValue(), "7d", "the mended answer");
    return page;
  },
  async "the download is what the command line writes"() {
    const page = await open();
    await answer(page, "domain", "lab.example.net");
    holds(await page.locator(".verdict").textContent(), await page.locator(".tree summary").textContent(), "the count of files");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+Enter")]);
    const zip = readFileSync(await download.path());
    const own = join(process.env.TMPDIR ?? "/tmp", `monitree-page-${process.pid}.zip`);
    const said = execFileSync(monitree, ["render", "--set", "domain=lab.example.net", "--zip", own], { encoding: "utf8" });
    equal(zip.compare(readFileSync(own)), 0, "difference of the two zips");
    const digest = said.match(/tree (\w{8})/)[1];
    equal(download.suggestedFilename(), `homelab-${digest}.zip`, "file name");
    return page;
  },
  async "the high-availability plan is the same in the page and on the command line"() {
    const plan = "tests/plans/ha-seed.yaml";
    const link = execFileSync(monitree, ["link", "--plan", plan], { encoding: "utf8" });
    const page = await open(link.trim().replace(/^[^#]*/, ""));
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+Enter")]);
    const zip = readFileSync(await download.path());
    const own = join(process.env.TMPDIR ?? "/tmp", `monitree-ha-${process.pid}.zip`);
    execFileSync(monitree, ["render", "--plan", plan, "--zip", own]);
    equal(zip.compare(readFileSync(own)), 0, "difference of the two zips");
    return page;
  },
  async "another preset, and a choice and back, lose no answer"() {
    const page = await open("#v=1&preset=homelab&step=start");
    await answer(page, "domain", "lab.example.net");
    await page.getByTestId("preset-ha").click();
    equal(await field(page, "domain").inputValue(), "lab.example.net", "domain on the other preset");
    await page.getByTestId("step-storage").click();
    await field(page, "grafana").selectOption("operator");
    await answer(page, "grafana_namespace", "dashboards");
    await field(page, "grafana").selectOption("bundled");
    await field(page, "grafana_namespace").waitFor({ state: "detached" });
    await field(page, "grafana").selectOption("operator");
    equal(await field(page, "grafana_namespace").inputValue(), "dashboards", "answer after a choice and back");
    return page;
  },
  async "a reload keeps the plan, and undo brings the old one back"() {
    const page = await open("#v=1&preset=homelab&step=storage");
    await answer(page, "metrics_retention", "21d");
    await page.waitForFunction(() => location.hash.includes("metrics_retention=21d"));
    await page.reload();
    await page.waitForSelector('html[data-ready="1"]');
    equal(await field(page, "metrics_retention").inputValue(), "21d", "answer after a reload");
    await answer(page, "metrics_retention", "30d");
    await page.getByTestId("undo").click();
    equal(await field(page, "metrics_retention").inputValue(), "21d", "answer after undo");
    return page;
  },
  async "what a link holds beyond the questions is named, and the link is left alone"() {
    const fragment = "#v=1&preset=homelab&domain=lab.example.net&nonsense=1";
    const page = await open(fragment);
    holds(await page.getByTestId("load-banner").textContent(), "nonsense", "banner");
    equal(await page.evaluate(() => location.hash), fragment, "address");
    return page;
  },
  async "errors hold back the zip"() {
    const page = await open("#v=1&preset=homelab&storage_class=nfs");
    await page.keyboard.press("Control+Enter");
    await page.waitForFunction(() => document.activeElement?.id === "problems");
    equal(await page.evaluate(() => document.activeElement.id), "problems", "focus");
    await page.getByTestId("fix-prom.nfs").click();
    holds(await page.getByTestId("problems").textContent(), "Loki runs poorly on NFS", "problems");
    return page;
  },
  async "what own values break in the tree is among the problems, with its question and line"() {
    const values = "alertmanager:\n  config:\n    route:\n      receiver: nobody\n";
    const page = await open(`#v=1&preset=homelab&extra_values_kube_prometheus_stack=${encodeURIComponent(values)}`);
    const problem = page.locator(".problem.is-error");
    holds(await problem.textContent(), "leads to the receiver nobody, which does not exist", "problem");
    holds(await problem.textContent(), "Values for kube-prometheus-stack", "its question");
    await problem.getByRole("button", { name: /helmrelease\.yaml, line \d+/ }).click();
    holds(await page.locator(".line.is-cursor").textContent(), "receiver: nobody", "its line");
    return page;
  },
  async "a click on a line goes to its question"() {
    const page = await open("#v=1&preset=homelab");
    await page.locator('.line[data-from~="metrics_retention"]').first().click();
    await page.waitForFunction(() => document.activeElement?.id === "metrics_retention");
    return page;
  },
  async "nothing is requested after the start"() {
    const page = await open();
    await page.waitForLoadState("networkidle");
    const before = requests.length;
    for (const step of ["cluster", "access", "storage", "alerts", "secrets", "review"]) await page.getByTestId(`step-${step}`).click();
    await page.getByTestId("tree-digest").waitFor();
    equal(requests.slice(before).join(" "), "", "requests");
    return page;
  },
};
Object.assign(tests, secretTests({ open, answer, field, equal, holds }));
for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    tests[`no step has an accessibility fault or scrolls sideways, ${width} ${colorScheme}`] = async () => {
      const page = await open("#v=1&preset=homelab&storage_class=nfs&metrics_retention=soon&secret_mode=sops", { viewport: { width, height }, colorScheme });
      await sound(page);
      await page.context().close();
      const other = await open("#v=1&preset=ha&access=ingressroute&auth=local&tls=certificate&grafana=operator&loki_store=compatible&secret_mode=external&store_create=true&remote_write=https://a.b&extra_values_loki=a:%20[", { viewport: { width, height }, colorScheme });
      await sound(other);
      return other;
    };
  }
}

// Goes through every step of a page.
async function sound(page) {
  for (const step of ["start", "cluster", "access", "storage", "alerts", "secrets", "review"]) {
    await page.getByTestId(`step-${step}`).click();
    equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `sideways on ${step}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const said = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`).join("\n");
    equal(said, "", `faults on ${step}`);
  }
}

// ONLY=words runs the tests whose names hold these words.
const chosen = Object.entries(tests).filter(([name]) => name.includes(process.env.ONLY ?? ""));
let failed = 0;
for (const [name, run] of chosen) {
  try {
    const page = await run();
    equal(page.faults.join("\n"), "", "errors in the console");
    await page.context().close();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.message}`);
  }
}
await browser.close();
server.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
