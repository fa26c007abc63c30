/**
 * Translates the pure definitions of a Quint module to JavaScript, so that the tests can run the model itself millions
 * of times. An operator that the model does not use is an error here. PURE.
 */
import type { Definition, Expression, Lambda, Module, QuintType } from "./quint-ir";

const HELPERS = `
const variant = (tag, value) => (value === undefined ? { tag } : { tag, value });
const match = (of, cases) => cases[of.tag](of.value);
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const equal = (a, b) =>
  a === b ||
  (typeof a === "object" && typeof b === "object" && Object.keys(a).length === Object.keys(b).length &&
    Object.keys(a).every((key) => equal(a[key], b[key])));
`;

const INFIX: Readonly<Record<string, string>> = {
  iadd: "+",
  isub: "-",
  imul: "*",
  imod: "%",
  ilt: "<",
  ilte: "<=",
  igt: ">",
  igte: ">=",
  and: "&&",
  or: "||",
};

/** The module as JavaScript. `digest`: that of its source. */
export function toJavaScript({ name, declarations }: Module, digest: string): string {
  const definitions = declarations.filter((one): one is Definition => one.kind === "def");
  const lines = definitions.map((one) => `export const ${one.name} = ${toCode(one.expr)};`);
  return `// @ts-nocheck\n// Written by \`npm run model\` from docs/model/${name}.qnt, SHA-256 ${digest}.\n${HELPERS}\n${lines.join("\n")}\n`;
}

/** The module's types, and those of its definitions. */
export function toDeclarations({ name, declarations }: Module): string {
  const lines = declarations.map((one) =>
    one.kind === "typedef"
      ? `export type ${one.name}${typeParameters(one.params ?? [])} = ${toType(one.type)};`
      : `export declare const ${one.name}: ${toType(one.typeAnnotation)};`,
  );
  return `// Written by \`npm run model\` from docs/model/${name}.qnt.\n${lines.join("\n")}\n`;
}

function toCode(expression: Expression): string {
  switch (expression.kind) {
    case "int":
    case "bool":
      return String(expression.value);
    case "str":
      return JSON.stringify(expression.value);
    case "name":
      return expression.name;
    case "lambda":
      return toFunction(expression);
    case "let":
      return `(() => ${toBody(expression)})()`;
    case "app":
      return toCall(expression.opcode, expression.args);
  }
}

const toFunction = ({ params, expr }: Lambda): string => {
  const names = params.map(({ name }, i) => (name === "_" ? `_${i}` : name));
  return `(${names.join(", ")}) => ${toBody(expr)}`;
};

function toBody(expression: Expression): string {
  const lines: string[] = [];
  let last = expression;
  for (; last.kind === "let"; last = last.expr) {
    lines.push(`const ${last.opdef.name} = ${toCode(last.opdef.expr)};`);
  }
  return lines.length === 0 ? `(${toCode(last)})` : `{ ${lines.join(" ")} return ${toCode(last)}; }`;
}

function toCall(opcode: string, args: readonly Expression[]): string {
  const codes = args.map(toCode);
  const [first = "", second = "", third = ""] = codes;
  const infix = INFIX[opcode];
  if (infix !== undefined) return `(${codes.join(` ${infix} `)})`;
  switch (opcode) {
    case "ite":
      return `(${first} ? ${second} : ${third})`;
    case "not":
      return `!${first}`;
    case "eq":
      return `equal(${first}, ${second})`;
    case "neq":
      return `!equal(${first}, ${second})`;
    case "Rec":
      return `({ ${pairs(codes).join(", ")} })`;
    case "field":
      return `${first}[${second}]`;
    case "with":
      return `({ ...${first}, [${second}]: ${third} })`;
    case "List":
      return `[${codes.join(", ")}]`;
    case "Tup":
      if (codes.length === 0) return "undefined"; // the value of a variant without one
      break;
    case "nth":
      return `${first}[${second}]`;
    case "length":
      return `${first}.length`;
    case "range":
    case "variant":
      return `${opcode}(${codes.join(", ")})`;
    case "foldl":
      return `${first}.reduce(${third}, ${second})`;
    case "matchVariant":
      return `match(${first}, { ${pairs(codes.slice(1)).join(", ")} })`;
    case "iuminus":
      return `-${first}`;
  }
  // A definition of the module, or of a value within it.
  if (!BUILT_IN.test(opcode)) return `${opcode}(${codes.join(", ")})`;
  throw new Error(`the translation knows no operator ${opcode}`);
}

/** The operators of Quint that could be taken for a definition. */
const BUILT_IN =
  /^(i[a-z]+|Tup|Set|Map|Int|Nat|Bool|[a-z]+[TS]o|exists|forall|in|contains|union|intersect|exclude|subseteq|filter|map|fold|foldr|powerset|flatten|allLists.*|chooseSome|oneOf|isFinite|size|get|keys|mapBy|setToMap|setOfMaps|set|setBy|put|append|concat|head|tail|slice|indices|replaceAt|select|item|tuples|iff|implies|assert|fail|q::.*)$/;

const pairs = (codes: readonly string[]): string[] =>
  codes.flatMap((code, i) => (i % 2 === 0 ? [`${code}: ${codes[i + 1]}`] : []));

const typeParameters = (names: readonly string[]): string =>
  names.length === 0 ? "" : `<${names.map((name) => name.toUpperCase()).join(", ")}>`;

function toType(type: QuintType | undefined): string {
  switch (type?.kind) {
    case "int":
      return "number";
    case "bool":
      return "boolean";
    case "str":
      return "string";
    case "var":
      return type.name.toUpperCase();
    case "const":
      return type.name;
    case "list":
    case "set":
      return `readonly ${bracketed(toType(type.elem))}[]`;
    case "rec":
      return `{ ${type.fields.fields.map(({ fieldName, fieldType }) => `readonly ${fieldName}: ${toType(fieldType)}`).join("; ")} }`;
    case "sum":
      return type.fields.fields
        .map(({ fieldName, fieldType }) => `{ readonly tag: "${fieldName}"${valueOf(fieldType)} }`)
        .join(" | ");
    case "app":
      return `${toType(type.ctor)}<${type.args.map(toType).join(", ")}>`;
    case "oper":
      return operatorType(type.args, type.res);
    default:
      return "unknown";
  }
}

const bracketed = (text: string): string => (/[ |]/.test(text) ? `(${text})` : text);
const valueOf = (type: QuintType): string =>
  type.kind === "tup" && type.fields.fields.length === 0 ? "" : `; readonly value: ${toType(type)}`;
function operatorType(args: readonly QuintType[], res: QuintType): string {
  const all = args.map(toType);
  const names = [...new Set([...args, res].flatMap(variablesIn))];
  return `${typeParameters(names)}(${all.map((one, i) => `a${i}: ${one}`).join(", ")}) => ${toType(res)}`;
}
function variablesIn(type: QuintType): string[] {
  if (type.kind === "var") return [type.name];
  return type.kind === "app" ? type.args.flatMap(variablesIn) : [];
}
