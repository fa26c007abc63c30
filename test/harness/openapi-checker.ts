/** Checks responses and values against the OpenAPI document. */
import { Ajv2020 } from "ajv/dist/2020";
import type { ValidateFunction } from "ajv/dist/2020";
import type { generateOpenApi } from "../../party/http/openapi/openapi";
import { METHODS } from "../../party/http/openapi/types";
import type { Operation, PathItem, Schema } from "../../party/http/openapi/types";
import type { HttpResponse } from "./http";

export type OpenapiDocument = ReturnType<typeof generateOpenApi>;

/** One operation of the document. */
export interface DocumentedOperation {
  readonly path: string;
  readonly method: (typeof METHODS)[number];
  readonly operation: Operation;
}

/** All operations of the document. */
export const listOperations = ({ paths }: Pick<OpenapiDocument, "paths">): DocumentedOperation[] =>
  Object.entries<PathItem>(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );

/** The names of all responses in the document: "operation status", and for an error its code too. */
export const listResponses = (document: Pick<OpenapiDocument, "paths">): string[] =>
  listOperations(document).flatMap(({ operation }) =>
    Object.entries(operation.responses).flatMap(([status, response]) => {
      const name = `${operation.operationId} ${status}`;
      const schemas = Object.values(response.content ?? {}).map(({ schema }) => schema);
      return schemas.length === 0 ? [name] : schemas.flatMap((schema) => namesOf(name, schema));
    }),
  );

const namesOf = (name: string, schema: Schema): string[] =>
  errorCodesOf(schema)?.map((code) => `${name} ${code}`) ?? [name];

function errorCodesOf(schema: Schema): string[] | null {
  const { code } = (schema["properties"] ?? {}) as { code?: { enum: string[] } };
  return code?.enum ?? null;
}

/** With `strict`, a field that the schema does not name is an error too. */
export class OpenapiChecker {
  readonly strict: boolean;
  readonly #ajv: Ajv2020;
  readonly #checks = new Map<Schema, ValidateFunction>();

  constructor(
    readonly document: OpenapiDocument,
    { strict }: { readonly strict: boolean },
  ) {
    this.strict = strict;
    // JSON Schema patterns have the flag "u". Unknown keywords are errors.
    this.#ajv = new Ajv2020({ strict: true, allowUnionTypes: true, unicodeRegExp: true });
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      this.#ajv.addSchema(strict ? closeSchema(schema) : schema, `#/components/schemas/${name}`);
    }
  }

  /** Why the value does not match the schema; null where it does. */
  validate(schema: Schema, value: unknown): string | null {
    let check = this.#checks.get(schema);
    if (check === undefined) {
      check = this.#ajv.compile(this.strict ? closeSchema(schema) : schema);
      this.#checks.set(schema, check);
    }
    return check(value) ? null : this.#ajv.errorsText(check.errors);
  }

  /** The same for a schema of the document's components. */
  validateComponent(name: string, value: unknown): string | null {
    const schema = this.document.components.schemas[name];
    return schema === undefined ? `there is no schema ${name}` : this.validate(schema, value);
  }

  /** The name of this response, as in `listResponses`. Throws where the document has no such response. */
  identifyResponse({ operation }: DocumentedOperation, { status, headers, text }: HttpResponse): string {
    const name = `${operation.operationId} ${status}`;
    const response = operation.responses[String(status)];
    if (response === undefined) throw new Error(`${name} is not described: ${text}`);
    if (response.content === undefined) {
      if (text !== "") throw new Error(`${name} is described as empty, and is: ${text}`);
      return name;
    }
    const type = headers["content-type"]?.split(";")[0] ?? "";
    const schema = response.content[type]?.schema;
    if (schema === undefined)
      throw new Error(`${name} is described as ${Object.keys(response.content).join()}, and is ${type}`);
    const value: unknown = type === "application/json" ? JSON.parse(text) : text;
    const error = this.validate(schema, value);
    if (error !== null) throw new Error(`${name}: ${error}: ${text}`);
    return errorCodesOf(schema) === null ? name : `${name} ${(value as { code: string }).code}`;
  }
}

/** A copy of the schema in which no object may have further fields. */
function closeSchema(schema: Schema): Schema {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === "object" && value !== null ? closeSchema(value as Schema) : value;
  };
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(value)]));
  return schema["type"] === "object" ? { ...copy, additionalProperties: false } : copy;
}
