import { testPython } from "./python.ts";

/** Before any test: what takes longer to make than a test may last. Made once per machine. */
export async function setup(): Promise<void> {
  await testPython();
}
