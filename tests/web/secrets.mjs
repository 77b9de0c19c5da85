// The Secrets step: values become ciphertext, and are nowhere else.
import { execFileSync } from "node:child_process";
import { createDecipheriv, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Text that no one else writes, so that a search for it finds leaks only.
const canary = (length) => `zwieback${"Kx7".repeat(length)}`.slice(0, length);
const VALUES = {
  "alertmanager-pushover": { "user-key": canary(30), "api-token": canary(29) + "z" },
  "grafana-admin": { "admin-user": "zwieback-user", "admin-password": "zwieback: päss \"word\" #1" },
};
const CANARY = /zwieback/i;

// An age identity: the two halves of an X25519 key in the letters of bech32.
function identity() {
  const { d, x } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  return { key: bech32("age-secret-key-", d).toUpperCase(), recipient: bech32("age", x) };
}
function bech32(prefix, base64url) {
  const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const bits = [...Buffer.from(base64url, "base64url")].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const words = bits.match(/.{1,5}/g).map((word) => parseInt(word.padEnd(5, "0"), 2));
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  const head = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  let sum = 1;
  for (const word of [...head, ...words, 0, 0, 0, 0, 0, 0]) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((part, bit) => (sum ^= (top >> bit) & 1 ? part : 0));
  }
  const check = [25, 20, 15, 10, 5, 0].map((shift) => ((sum ^ 1) >> shift) & 31);
  return `${prefix}1${[...words, ...check].map((word) => letters[word]).join("")}`;
}

// A certificate with this key, as far as a reader looks who checks no signature.
function certificate(publicKey) {
  const der = (tag, ...parts) => {
    const content = Buffer.concat(parts);
    const { length } = content;
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
  };
  const [number, empty, key] = [der(2, Buffer.from([1])), der(0x30), publicKey.export({ type: "spki", format: "der" })];
  const whole = der(0x30, der(0x30, number, empty, empty, empty, empty, key), empty, der(3, Buffer.from([0])));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").match(/.{1,64}/g).join("\n")}\n-----END CERTIFICATE-----\n`;
}

export function secretTests({ open, answer, field, equal, holds }) {
  const input = (page, secret, key) => page.getByTestId(`secret-${secret}-${key}`);
  const each = async (run) => {
    for (const [secret, keys] of Object.entries(VALUES)) for (const [key, value] of Object.entries(keys)) await run(secret, key, value);
  };
  const start = async (recipient) => {
    const page = await open("#v=1&preset=homelab&domain=lab.example.net&secret_mode=sops&step=secrets");
    page.said = [];
    page.on("console", (message) => page.said.push(message.text()));
    await answer(page, "sops_recipients", recipient);
    return page;
  };
  const download = async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("download").click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const nowhere = async (page, when) => {
    const found = await page.evaluate(async () => {
      const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
      const databases = JSON.stringify(await indexedDB.databases());
      const entries = performance.getEntries().map((entry) => entry.name);
      return [document.documentElement.outerHTML, document.body.innerText, document.title, location.href, JSON.stringify(history.state), databases, JSON.stringify(await caches.keys()), document.cookie, ...stores, ...entries].join("\n");
    });
    equal([found, ...page.said].join("\n").match(CANARY), null, `values ${when}`);
  };

  return {
    async "typed values become ciphertext that sops decrypts, and are nowhere else"() {
      const { key, recipient } = identity();
      const page = await start(`${identity().recipient}\n${recipient}`);
      await each((secret, name, value) => input(page, secret, name).fill(value));
      equal(await input(page, "grafana-admin", "admin-password").getAttribute("type"), "password", "kind of input");
      await nowhere(page, "while typing");
      await page.getByTestId("step-alerts").click();
      await page.getByTestId("step-secrets").click();
      await page.waitForFunction(() => document.getElementById("secret-grafana-admin-admin-user").value);
      await each(async (secret, name, value) => equal(await input(page, secret, name).inputValue(), value, `${name} after another step`));
      await page.getByTestId("encrypt").click();
      await page.getByTestId("file-infrastructure/homelab/monitoring/secret-grafana-admin.enc.yaml").click();
      holds(await page.getByTestId("code").textContent(), "ENC[AES256_GCM,data:", "code");
      await each(async (secret, name) => equal(await input(page, secret, name).inputValue(), "", `${name} afterwards`));
      await nowhere(page, "afterwards");
      const [first, second] = [await download(page), await download(page)];
      const zip = readFileSync(first.path);
      equal(zip.compare(readFileSync(second.path)), 0, "difference of two downloads");
      equal(zip.toString("latin1").match(CANARY), null, "values in the zip");
      const folder = mkdtempSync(join(tmpdir(), "monitree-secrets-"));
      execFileSync("python3", ["-m", "zipfile", "-e", first.path, folder]);
      const base = join(folder, "infrastructure/homelab/monitoring");
      const files = readdirSync(base).filter((name) => name.endsWith(".enc.yaml"));
      equal(files.join(" "), "secret-alertmanager-pushover.enc.yaml secret-grafana-admin.enc.yaml", "encrypted files");
      for (const [secret, keys] of Object.entries(VALUES)) {
        const file = join(base, `secret-${secret}.enc.yaml`);
        const options = { encoding: "utf8", env: { ...process.env, SOPS_AGE_KEY: key } };
        for (const sops of ["sops", "sops-3.9.0"]) {
          const plain = JSON.parse(execFileSync(sops, ["decrypt", "--output-type", "json", file], options));
          equal(JSON.stringify(plain.stringData), JSON.stringify(keys), `${secret} by ${sops}`);
          holds(execFileSync(sops, ["filestatus", file], options), '"encrypted":true', `status by ${sops}`);
        }
      }
      return page;
    },
    async "ciphertext is carried along until other recipients come"() {
      const page = await start(identity().recipient);
      await page.getByText("Paste several values").click();
      const lines = [];
      await each((secret, name, value) => lines.push(`${secret}/${name}=${value}`));
      await page.getByTestId("secrets-paste").fill(lines.join("\n"));
      await page.getByRole("button", { name: "Take the values" }).click();
      equal(await page.getByTestId("secrets-paste").inputValue(), "", "pasted text");
      await page.getByTestId("encrypt").click();
      holds(await page.getByTestId("sealed-grafana-admin").textContent(), "Encrypted for 1 recipient", "state");
      const before = await download(page);
      await answer(page, "sops_suffix", ".sops.yaml");
      await answer(page, "sops_suffix", ".enc.yaml");
      const after = await download(page);
      equal(readFileSync(before.path).compare(readFileSync(after.path)), 0, "difference after an edit and back");
      await answer(page, "sops_recipients", identity().recipient);
      holds(await page.getByTestId("sealed-grafana-admin").textContent(), "enter the values again", "state");
      equal(await page.getByTestId("file-infrastructure/homelab/monitoring/secret-grafana-admin.enc.yaml").count(), 0, "old ciphertext");
      return page;
    },
    async "values become SealedSecrets that the controller's key opens"() {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const page = await open("#v=1&preset=homelab&domain=lab.example.net&secret_mode=sealed&step=secrets");
      await answer(page, "sealed_certificate", certificate(publicKey));
      await each((secret, name, value) => input(page, secret, name).fill(value));
      await page.getByTestId("encrypt").click();
      await page.getByTestId("file-infrastructure/homelab/monitoring/sealedsecret-grafana-admin.yaml").click();
      holds(await page.getByTestId("sealed-grafana-admin").textContent(), "Encrypted for the controller", "state");
      for (const [secret, keys] of Object.entries(VALUES)) {
        await page.getByTestId(`file-infrastructure/homelab/monitoring/sealedsecret-${secret}.yaml`).click();
        const lines = await page.locator(".line").allTextContents();
        for (const [key, value] of Object.entries(keys)) {
          const line = lines.find((line) => line.includes(`${key}:`));
          const bytes = Buffer.from(line.split(":")[1].replaceAll('"', "").trim(), "base64");
          const end = 2 + bytes.readUInt16BE();
          const oaep = { key: privateKey, oaepHash: "sha256", oaepLabel: Buffer.from(`monitoring/${secret}`) };
          const cipher = createDecipheriv("aes-256-gcm", privateDecrypt(oaep, bytes.subarray(2, end)), Buffer.alloc(12));
          cipher.setAuthTag(bytes.subarray(-16));
          equal(Buffer.concat([cipher.update(bytes.subarray(end, -16)), cipher.final()]).toString(), value, key);
        }
      }
      return page;
    },
    async "a private key is removed wherever it is put, and a typing error in a recipient is named"() {
      const { key, recipient } = identity();
      const page = await start(recipient);
      for (const target of [input(page, "grafana-admin", "admin-password"), field(page, "sops_recipients"), field(page, "sops_suffix")]) {
        await target.fill(key);
        equal(await target.inputValue(), "", "the input");
        const id = (await target.getAttribute("aria-describedby")).split(" ").at(-1);
        holds(await page.locator(`#${id}`).textContent(), "This was a private key, and it was removed", "message");
      }
      await page.waitForFunction(() => !location.hash.includes("sops_recipients"));
      equal((await page.evaluate(() => location.href + document.documentElement.outerHTML)).match(/AGE-SECRET/i), null, "the key");
      await answer(page, "sops_recipients", recipient.slice(0, -1) + (recipient.endsWith("q") ? "p" : "q"));
      holds(await page.getByTestId("error-sops_recipients").textContent(), "its checksum does not fit", "message");
      await input(page, "alertmanager-pushover", "user-key").fill("short");
      holds(await page.locator("#secret-alertmanager-pushover-user-key-wrong").textContent(), "must be 30 letters and digits", "shape");
      return page;
    },
    async "a link with a private key is taken out of the address"() {
      const { key } = identity();
      const page = await open(`#v=1&preset=homelab&sops_recipients=${key}`);
      holds(await page.getByTestId("load-banner").textContent(), "holds a private key and was left out", "banner");
      equal(await page.evaluate(() => location.hash), "#v=1&preset=homelab", "address");
      return page;
    },
    async "leaving with values that are not downloaded asks first"() {
      const page = await start(identity().recipient);
      await input(page, "grafana-admin", "admin-user").pressSequentially("admin");
      const [dialog] = await Promise.all([page.waitForEvent("dialog"), page.reload().catch(() => {})]);
      equal(dialog.type(), "beforeunload", "the question");
      await dialog.dismiss();
      return page;
    },
  };
}
