/** What the lock holds, what it does not cover, and how to check it, in English. */

export const enLock = {
  'promise.tab':
    'Read and learnt from in this tab. Nothing is uploaded: the site hands out the page, and gets nothing back.',
  'promise.lock':
    'Before your own file is read, the page cuts all its connections, and then tries to get out. If it can, your file is not read.',

  'privacy.open': 'Locks before your file is read',
  'privacy.openShort': 'Lock ready',
  'privacy.openNote':
    'So far this page may fetch its own files from its own site, and nothing from anywhere else. Before your own file is read, it forbids itself every connection and then tries to get out: to fetch something, to load a script, to open a socket, from the page and from a worker. If one attempt gets through, your file is not read.',

  'privacy.locked': 'Locked: no connections',
  'privacy.lockedShort': 'Locked',
  'privacy.lockedNote':
    "Before your file was read, the page forbade itself every connection (connect-src 'none' and more) and then tried to get out, from the page and from a worker. Every attempt failed. The browser holds this until you reload the page: it can reach nothing, not even the site that it came from, and opens no other window.",

  'privacy.broken': 'Lock failed: nothing was read',
  'privacy.brokenShort': 'Lock failed',
  'privacy.brokenNote':
    'The page forbade itself every connection, tried to get out, and could, or could not find out. So your file was not read. Most often an extension of the browser is in the way: choose the file again in a private window without extensions, or in another browser. The samples can still be used.',

  'privacy.limits':
    'Not covered: the browser itself and its extensions, which may read every page; the addresses and links that you open yourself; files that you download and pass on; and whatever this browser stores of the page on this computer.',
  'privacy.check':
    'To check: press F12, open “Network”, and train. The page’s own attempts stand there as blocked, and nothing else appears. Or switch the network off now: everything here goes on working.',
};
