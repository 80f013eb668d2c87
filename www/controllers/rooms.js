/** Which room of the page is open: the address says it, so that back, forward and bookmarks work. */

import { ROOMS } from '../state.js';

/** @typedef {import("../state.js").Room} Room */
/** @typedef {import("../state.js").Store} Store */

export class Rooms {
  /** @type {Store} */ #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    addEventListener('hashchange', () => this.#follow());
    this.#follow();
  }

  /** @param {Room} room */
  open(room) {
    // An address that is set in another way scrolls, for which the page is laid out at once.
    if (location.hash !== `#${room}`) history.pushState(null, '', `#${room}`);
    if (this.#store.state.room !== room) this.#store.set({ room });
  }

  /** Opens a room whose address takes the place of the one at hand. @param {Room} room */
  replace(room) {
    history.replaceState(null, '', `#${room}`);
    if (this.#store.state.room !== room) this.#store.set({ room });
  }

  /** Opens the room in the address; an address of anything else changes nothing. */
  #follow() {
    const room = ROOMS.find((name) => location.hash === `#${name}`) ?? (location.hash === '' ? 'start' : null);
    if (room && room !== this.#store.state.room) this.#store.set({ room });
  }
}
