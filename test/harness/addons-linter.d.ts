/** What the tests use of Firefox's linter for extensions, which brings no types. */
declare module "addons-linter" {
  interface Finding {
    readonly code: string;
    readonly file?: string;
  }
  interface Linter {
    run(): Promise<unknown>;
    readonly collector: Readonly<Record<"errors" | "notices" | "warnings", readonly Finding[]>>;
  }
  const addonsLinter: { createInstance(options: object): Linter };
  export default addonsLinter;
}
