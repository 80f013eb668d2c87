/** What a person chooses of the file that is open: its columns, what cells mean, what is held out, the answer to a question. */

import { answeredBy, answeredByTables, assigned, takenFor } from './opened.js';

export class Choices {
  /** @type {import("../state.js").Store} */ #store;
  /** @type {import("./data.js").Data} */ #data;

  /** @param {import("../state.js").Store} store @param {import("./data.js").Data} data */
  constructor(store, data) {
    this.#store = store;
    this.#data = data;
  }

  /** Answers the question that is open, by one of its answers. @param {number} index */
  async answer(index) {
    const { opened } = this.#store.state;
    const answer = opened?.question?.answers[index];
    if (!opened || !answer) return;
    const { parts } = answer;
    if (parts) await this.#data.choose({ parts }, (again) => answeredByTables(opened, again, index));
    else await this.#data.readBy(() => answeredBy(opened, index));
  }

  /** Opens a question again, or closes it without a change. @param {import("../protocol.js").Question | null} question */
  ask(question) {
    const { opened } = this.#store.state;
    if (opened) this.#store.set({ opened: { ...opened, question } });
  }

  /** @param {import("../protocol.js").Role} role @param {number | null} column */
  async assign(role, column) {
    await this.#data.readBy((opened) => assigned(opened, role, column));
  }

  /** Says what a row stands for: the roles are then those that fit. @param {import("../protocol.js").Shape} shape */
  async takeFor(shape) {
    await this.#data.readBy((opened) => takenFor(opened, shape));
  }

  /** Says what cells mean. @param {Partial<import("../protocol.js").Meaning>} patch */
  async mean(patch) {
    await this.#data.readBy(({ meaning }) => ({ meaning: { ...meaning, ...patch } }));
  }

  /** @param {import("../protocol.js").SplitChoice} split */
  async divide(split) {
    await this.#data.readBy(() => ({ split }));
  }

  /** Reads a part of the customers, one in `sample`, of a file that is too large. @param {number} sample */
  async readSample(sample) {
    await this.#data.readBy(() => ({ sample }));
  }
}
