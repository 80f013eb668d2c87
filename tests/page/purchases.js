// Made-up files.

/**
 * Purchases of two kinds of customers: those of odd number like the first half of the products, the others the rest.
 * @param {{users?: number, items?: number, header?: string, separator?: string}} [size]
 */
export function purchases({ users = 60, items = 24, header = 'user,item', separator = ',' } = {}) {
  const rows = [header];
  for (let user = 1; user <= users; user++) {
    for (let item = 1; item <= items; item++) {
      const isLiked = user % 2 === Number(item <= items / 2);
      if (isLiked && (user * 7 + item * 11) % 5 < 3) rows.push([`u${user}`, `i${item}`].join(separator));
    }
  }
  return `${rows.join('\n')}\n`;
}
