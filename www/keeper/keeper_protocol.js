/**
 * The words that the page and the keeper say to each other, in messages of the same form as those of the core's worker. Types
 * only.
 *
 * @import { KeptProject } from "../kept.js"
 * @import { Failure } from "../protocol.js"
 */

/** @typedef {"browser" | "tab"} Place  browser: storage that outlives the tab. tab: memory */
/** @typedef {Uint8Array[]} Parts  the bytes of one thing that is kept, in the pieces in which they came */

/**
 * What is asked of the keeper.
 * @typedef {Object} KeeperRequests
 * @property {[{place: Place}, {keys: string[]}]} open  what is kept there, of the newest generation that is whole; fails with `storage-refused`
 * @property {[{key: string, from?: "file"}, Parts | null]} read  from: what `unpack` has found
 * @property {[{from?: "file"}, KeptProject | null]} state  fails with `project-broken` or `project-version`
 * @property {[{state: KeptProject, put: Record<string, Parts>, keep: string[], adopt?: string[]}, {bytes: number}]} commit  the next
 *   generation: its state, what is put, of what there was that which is to stay, and what is adopted of a project file; fails
 *   with `storage-full`, and the generation before stays
 * @property {[{place: Place, empties: boolean}, {bytes: number}]} move  the same generation in another place; empties: the place
 *   before
 * @property {[{}, {bytes: number}]} forget  empties every place of this browser
 * @property {[{files: Blob[]}, string]} digest  SHA-256 of all bytes one after another, in hexadecimal digits
 * @property {[{}, Blob]} pack  a project file of the present generation
 * @property {[{file: Blob}, {keys: string[]}]} unpack  fails with `project-foreign`, `project-version` or `project-broken`
 */
/** @typedef {{id: number, type: keyof KeeperRequests, payload: any}} KeeperRequest */
/** @typedef {{id: number, result?: any, failure?: Failure}} KeeperResponse */

/**
 * A place for named bytes.
 * @typedef {Object} Storage
 * @property {(name: string) => Promise<Uint8Array | null>} read
 * @property {(name: string, parts: Parts) => Promise<void>} write  whole and on the disk when it settles
 * @property {(name: string) => Promise<void>} remove
 * @property {() => Promise<string[]>} names
 */

export {};
