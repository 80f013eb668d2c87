// Licences and sources of the npm packages, and whether warnings were published about them where the network tells.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['www', 'tests/bench'];
/** All allow to hand the site on without a condition but to name them, or are of tools that are not handed on. */
const ALLOWED = new Set(
  'MIT MIT-0 ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD Unlicense CC0-1.0 BlueOak-1.0.0 Python-2.0'.split(' '),
);
/** Other licences, by package: none of these is in the site. */
const NOT_SERVED = new Map([
  ['axe-core', 'MPL-2.0'],
  ['elkjs', 'EPL-2.0'],
]);

/** @typedef {{license?: string, resolved?: string, integrity?: string}} Locked */

/** Whether one of the alternatives of an SPDX expression is allowed. @param {string} expression @param {string | undefined} extra */
function isAllowed(expression, extra) {
  const names = expression.replace(/[()]/g, '').split(/ OR /);
  return names.some((name) => name.split(' AND ').every((one) => ALLOWED.has(one) || one === extra));
}

/** The licence of a package whose manifest does not name it: MIT, if its text is. @param {string} folder */
function licenceByText(folder) {
  if (!existsSync(folder)) return '';
  const name = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  return name && /Permission is hereby granted, free of charge/.test(readFileSync(join(folder, name), 'utf8'))
    ? 'MIT'
    : '';
}

/** @type {string[]} */ const wrong = [];
for (const folder of FOLDERS) {
  /** @type {{packages: Record<string, Locked>}} */
  const { packages } = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8'));
  for (const [path, { license, resolved, integrity }] of Object.entries(packages)) {
    if (path === '') continue;
    const name = path.replace(/^.*node_modules\//, '');
    const licence = license ?? licenceByText(join(root, folder, path));
    // Packages for other machines are not installed here.
    const isThere = existsSync(join(root, folder, path));
    if ((license || isThere) && !isAllowed(licence, NOT_SERVED.get(name))) {
      wrong.push(`${folder}: ${name} has the licence ${licence || 'unknown'}`);
    }
    // The lock file names the places of those alone that do not come from the registry (.npmrc).
    if (resolved) wrong.push(`${folder}: ${name} comes from ${resolved}`);
    if (!integrity) wrong.push(`${folder}: ${name} has no checksum`);
  }
  const audit = spawnSync('npm', ['audit', '--json', '--prefix', join(root, folder)], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  /** @type {{vulnerabilities?: Record<string, {severity: string}>}} */
  let report = {};
  try {
    report = JSON.parse(audit.stdout);
  } catch {
    // The network has failed in the middle of it.
  }
  if (!report.vulnerabilities) {
    console.error(
      `» advisories about the npm packages of ${folder}/ were not checked: the registry does not tell them here`,
    );
  }
  for (const [name, { severity }] of Object.entries(report.vulnerabilities ?? {})) {
    wrong.push(`${folder}: there is an advisory about ${name} (${severity}), see npm audit --prefix ${folder}`);
  }
}
for (const line of wrong) console.error(`✗ ${line}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
