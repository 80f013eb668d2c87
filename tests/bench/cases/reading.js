export async function readingCases() {
  return [];
}
