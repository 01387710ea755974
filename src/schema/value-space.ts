/** The values that a column can hold, as far as rows are made up. JSON-safe: numbers beyond 2^53 are text. */
export type ValueSpace =
  /** Both ends included. */
  | { readonly kind: "integers"; readonly min: string; readonly max: string }
  /** `digits` in all, `scale` of them after the point. */
  | { readonly kind: "decimals"; readonly digits: number; readonly scale: number; readonly unsigned?: true }
  /** Binary fractions up to 10 to the power of `exponent`. */
  | { readonly kind: "fractions"; readonly exponent: number; readonly unsigned?: true }
  | { readonly kind: "booleans" }
  /** Lengths are in characters. `basic` leaves out characters beyond U+FFFF, `ascii` those beyond U+007F. */
  | {
      readonly kind: "texts";
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly characters: "all" | "basic" | "ascii";
    }
  /** Lengths in bytes. */
  | { readonly kind: "bytes"; readonly minLength?: number; readonly maxLength?: number }
  /** Texts of the digits 0 and 1; lengths in digits. */
  | { readonly kind: "bits"; readonly minLength: number; readonly maxLength: number }
  /** One of these texts. */
  | { readonly kind: "choices"; readonly values: readonly string[] }
  /** ISO 8601 days, both ends included. */
  | { readonly kind: "dates" | "moments"; readonly min: string; readonly max: string }
  | { readonly kind: "times" | "uuids" | "json" }
  /** Each as SQL. */
  | { readonly kind: "samples"; readonly values: readonly string[] }
  /** `cast` is the type of the whole list, as SQL. */
  | { readonly kind: "lists"; readonly of: ValueSpace; readonly cast: string }
  /** Nobody here knows. */
  | { readonly kind: "unknown" };
