/** The parts of an OpenAPI 3.1 document that this one is made of. */

/** JSON Schema, 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
export interface Response {
  readonly description: string;
  /** None: an empty body. */
  readonly content?: Content;
}
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly Schema[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}
export const METHODS = ["get", "put", "post", "delete"] as const;
export type PathItem = { readonly parameters?: readonly Parameter[] } & {
  readonly [method in (typeof METHODS)[number]]?: Operation;
};
