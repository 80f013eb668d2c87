export async function scoringCases() {
  return [];
}
