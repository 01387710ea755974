import type { Extension } from "../schema/schema.ts";

export interface CreateExtension {
  readonly kind: "createExtension";
  readonly extension: Extension;
  readonly ifNotExists?: true;
}

export interface DropExtension {
  readonly kind: "dropExtension";
  readonly name: string;
  readonly ifExists?: true;
}

/** Takes an extension to another version, or its objects to another namespace. */
export interface AlterExtension {
  readonly kind: "alterExtension";
  readonly name: string;
  readonly version?: string;
  readonly schema?: string;
}

/** Operations on extensions of the server. */
export type ExtensionOp = CreateExtension | DropExtension | AlterExtension;
