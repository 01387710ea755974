import { withAllColumns } from "../../schema/inheritance.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import { differing, keyInTable, routineKey } from "./settle-objects.ts";
import { maySayTheSameBound, maySayTheSameKey } from "./settle-partitions.ts";
import { type Doubts, doubtsOf, type Forms } from "./settle-tables.ts";

/** Both sides, each as it is given and in its comparable form. */
export interface Sides {
  readonly have: Forms<Schema>;
  readonly want: Forms<Schema>;
}

/** The places of one object on both sides. */
export type Place = readonly [have: number, want: number];

/** A table that may say the same, and where the wanted one is in doubt. */
export type TablePlace = readonly [...Place, doubts: Doubts];

/** The places of the objects that both sides have and that read differently. */
export interface Places {
  readonly domains: readonly Place[];
  readonly tables: readonly TablePlace[];
  /** Of tables: partitions whose bounds differ, and partitioned ones whose keys do. */
  readonly bounds: readonly Place[];
  readonly keys: readonly Place[];
  readonly views: readonly Place[];
  readonly triggers: readonly Place[];
  readonly rules: readonly Place[];
  readonly policies: readonly Place[];
  readonly statistics: readonly Place[];
  readonly routines: readonly Place[];
}

/** Where the two sides are in doubt. Pure. */
export function doubtfulPlaces({ have: { canonical: have }, want: { canonical: want } }: Sides): Places {
  const tables = differing(have.tables, want.tables);
  const where = (test: (one: Table, other: Table) => boolean) =>
    tables.filter(([h, w]) => {
      const [one, other] = [have.tables[h], want.tables[w]];
      return one !== undefined && other !== undefined && test(one, other);
    });
  return {
    domains: differing(have.domains, want.domains),
    tables: tables.flatMap(([h, w]): readonly TablePlace[] => {
      const [one, other] = [have.tables[h], want.tables[w]];
      const doubts =
        one === undefined || other === undefined ? undefined : doubtsOf(...beside(other, one, { have, want }));
      return doubts === undefined ? [] : [[h, w, doubts]];
    }),
    bounds: where(maySayTheSameBound),
    keys: where(maySayTheSameKey),
    views: differing(have.views, want.views),
    triggers: differing(have.triggers, want.triggers, keyInTable),
    rules: differing(have.rules, want.rules, keyInTable),
    policies: differing(have.policies, want.policies, keyInTable),
    statistics: differing(have.statistics, want.statistics),
    routines: differing(have.routines, want.routines, routineKey),
  };
}

/** Two tables; with all of their columns where one has a default of its own of a column that comes from elsewhere. */
export function beside(
  one: Table,
  other: Table,
  { have, want }: { readonly have: Schema; readonly want: Schema },
): readonly [Table, Table] {
  const saysNone = ({ ownDefaults, ownColumns }: Table) => ownDefaults === undefined && ownColumns === undefined;
  if (saysNone(one) && saysNone(other)) return [one, other];
  return [withAllColumns(one, want), withAllColumns(other, have)];
}
