export async function growthCases() {
  return [];
}
