/**
 * The files that a person gave, as the report names them: name, size and SHA-256. The sum is taken when it is first wanted, in
 * pieces, since a file may have more bytes than there is memory; it says which file a report is about.
 *
 * @import { ReportedFile } from "../requests.js"
 * @import { Task } from "./task.js"
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { bytesOf } from './file_source.js';
import { isFailure } from './rpc.js';
import { STOPPED } from './task.js';

/** Bytes that are read at once: some 20 ms of work, after which messages are heard. */
const PIECE = 4 * 1024 * 1024;

/** @param {Blob} file */
const nameOf = (file) => (file instanceof File ? file.name : '');

export class GivenFiles {
  #files;
  /** Taken once. @type {string | null} */ #digest = null;

  /** @param {Blob | Blob[]} files */
  constructor(files) {
    this.#files = Array.isArray(files) ? files : [files];
    this.name = this.#files.map(nameOf).filter(Boolean).join(', ');
    this.bytes = this.#files.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * @param {Task} task
   * @param {(fraction: number) => void} report
   * @returns {Promise<ReportedFile>}
   */
  async summary(task, report) {
    const { name, bytes } = this;
    try {
      this.#digest ??= await this.#sum(task, report);
    } catch (error) {
      // Moved or changed since: all else in the report still holds.
      if (!isFailure(error) || error.code !== 'file-unreadable') throw error;
    }
    return { name, bytes, sha256: this.#digest };
  }

  /** @param {Task} task @param {(fraction: number) => void} report */
  async #sum(task, report) {
    const sum = sha256.create();
    let done = 0;
    for (const file of this.#files) {
      for (let at = 0; at < file.size; at += PIECE) {
        if (!(await task.nextStep())) throw STOPPED;
        const piece = await bytesOf(file, at, Math.min(at + PIECE, file.size), nameOf(file));
        sum.update(piece);
        done += piece.length;
        report(done / this.bytes);
      }
    }
    return bytesToHex(sum.digest());
  }
}
