export async function pairCases() {
  return [];
}
