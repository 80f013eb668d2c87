// The core and the module *formats* in Node, as they are built for the page: `make wasm`.
import { readFileSync } from 'node:fs';
import { initSync } from '../../www/wasm/core/core.js';
import { initSync as initFormats } from '../../www/wasm/formats/formats.js';

/** @param {'core' | 'formats'} name */
const read = (name) => readFileSync(new URL(`../../www/wasm/${name}/${name}_bg.wasm`, import.meta.url));

initSync({ module: read('core') });

/** Makes the classes of *formats* usable; Parquet is not read here. */
export async function loadFormats() {
  const module = new WebAssembly.Module(read('formats'));
  initFormats({ module });
  return { module, parquet: new Blob() };
}

export { OptionsSearch, recipes, Session } from '../../www/wasm/core/core.js';
