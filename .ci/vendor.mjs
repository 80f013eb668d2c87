// Copies Mermaid into www/vendor/mermaid: its entry, and of its chunks only those that a flowchart laid out by dagre loads.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const www = fileURLToPath(new URL('../www/', import.meta.url));
const mermaid = join(www, 'node_modules/mermaid');
const from = join(mermaid, 'dist');
const into = join(www, 'vendor/mermaid');
const entry = 'mermaid.esm.min.mjs';
const chunks = 'chunks/mermaid.esm.min';
// Loaded by name at run time, so no import statement of the entry leads there.
const lazy = /^(flowDiagram|dagre)-\w+\.mjs$/;

const wanted = new Set([entry]);
for (const name of readdirSync(join(from, chunks))) {
  if (lazy.test(name)) wanted.add(`${chunks}/${name}`);
}
if (wanted.size < 3) throw new Error('Mermaid has no chunk for flowcharts or for dagre any more: see .ci/vendor.mjs');

// A set grows while it is walked: this visits what the files import, and what those import.
for (const file of wanted) {
  const source = readFileSync(join(from, file), 'utf8');
  for (const [, path] of source.matchAll(/(?:from|import)\s*"(\.[^"]+\.mjs)"/g)) {
    wanted.add(normalize(join(dirname(file), path)));
  }
}

rmSync(into, { recursive: true, force: true });
mkdirSync(into, { recursive: true });
for (const file of wanted) cpSync(join(from, file), join(into, file));
cpSync(join(mermaid, 'LICENSE'), join(into, 'LICENSE'));
// For the type checker only; the site is made without it.
writeFileSync(join(into, 'mermaid.esm.min.d.mts'), "export { default } from 'mermaid';\n");
