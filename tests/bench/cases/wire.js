export async function wireCases() {
  return [];
}
