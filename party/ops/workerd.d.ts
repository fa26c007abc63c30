declare module "workerd" {
  /** A CommonJS module made by a compiler: `default` is where the binary is. */
  const module: { default: string };
  export default module;
}
