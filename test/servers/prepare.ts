import { wantedFlavors } from "./mysql-flavors.ts";
import { serverFiles } from "./mysql-packages.ts";
import { testPython } from "./python.ts";

/** Before any test: what takes longer to make than a test may last. Made once per machine. */
export async function setup(): Promise<void> {
  await testPython();
  await testPython("2.1");
  for (const flavor of wantedFlavors) await serverFiles(flavor);
}
