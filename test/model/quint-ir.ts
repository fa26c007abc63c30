/** What Quint writes with `quint parse --out`: the part of its intermediate form that pure definitions use. */
interface Row {
  readonly fields: readonly { readonly fieldName: string; readonly fieldType: QuintType }[];
}
export type QuintType =
  | { readonly kind: "int" | "str" | "bool" }
  | { readonly kind: "var" | "const"; readonly name: string }
  | { readonly kind: "list" | "set"; readonly elem: QuintType }
  | { readonly kind: "rec" | "tup" | "sum"; readonly fields: Row }
  | { readonly kind: "app"; readonly ctor: QuintType; readonly args: readonly QuintType[] }
  | { readonly kind: "oper"; readonly args: readonly QuintType[]; readonly res: QuintType };

export type Expression =
  | { readonly kind: "int"; readonly value: number | bigint }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "app"; readonly opcode: string; readonly args: readonly Expression[] }
  | Lambda
  | { readonly kind: "let"; readonly opdef: Definition; readonly expr: Expression };
export interface Lambda {
  readonly kind: "lambda";
  readonly params: readonly { readonly name: string }[];
  readonly expr: Expression;
}
export interface Definition {
  readonly kind: "def";
  readonly name: string;
  readonly expr: Expression;
  readonly typeAnnotation?: QuintType;
}
interface TypeDefinition {
  readonly kind: "typedef";
  readonly name: string;
  readonly type: QuintType;
  readonly params?: readonly string[];
}
export interface Module {
  readonly name: string;
  readonly declarations: readonly (Definition | TypeDefinition)[];
}
