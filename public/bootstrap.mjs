// Runs after Trunk's build. Trunk starts the program by a script inside the page, which the page's
// Content-Security-Policy refuses; this moves it into a file of its own and adds what to say when the
// browser has no WebAssembly.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.TRUNK_STAGING_DIR;
const page = readFileSync(join(folder, "index.html"), "utf8");
const [whole, nonce, code] = page.match(/<script type="module"([^>]*)>([\s\S]*?)<\/script>/) ?? [];
if (!whole || nonce.includes("src=")) throw new Error("Trunk's inline bootstrap is not where it was");

const name = code.match(/from '([^']+)'/)[1];
const wasm = code.match(/module_or_path: '([^']+)'/)[1];
const start = `import init from "${name}";
init({ module_or_path: "${wasm}" }).catch((error) => {
  document.getElementById("start-failed")?.removeAttribute("hidden");
  throw error;
});
`;
const hash = createHash("sha256").update(start).digest("hex").slice(0, 16);
writeFileSync(join(folder, `start-${hash}.js`), start);
writeFileSync(join(folder, "index.html"), page.replace(whole, `<script type="module" src="./start-${hash}.js"></script>`));
