/**
 * Makes tests/cases/own: files in shapes that shops, tills, ledgers and forms export, beside those that stand in
 * tests/cases, each with what a careful person makes of it. Everybody and everything in them is invented, from a seed.
 * `node tests/cases/make.mjs`; the files are committed, so that their encodings and odd bytes are seen.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { text } from './make/encodings.mjs';
import { LAYOUTS } from './make/layouts.mjs';
import { SHOPS } from './make/shops.mjs';
import { VALUES } from './make/values.mjs';

const folder = fileURLToPath(new URL('own/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, make] of Object.entries({ ...SHOPS, ...LAYOUTS, ...VALUES })) {
  const { content, encoding = 'utf-8', extension = 'csv', ...expect } = make();
  const file = `${name}.${extension}`;
  writeFileSync(folder + file, text(content, encoding));
  const whole = { file, shape: 'long', merged: 0, rejected: {}, roles: {}, accept: ['exact'], ...expect };
  writeFileSync(`${folder}${name}.expect.json`, `${JSON.stringify(whole, null, 2)}\n`);
}
