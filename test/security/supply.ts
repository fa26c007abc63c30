/** What is installed is what was tested: exact versions, each held by its hash, and from whatever registry one has. */

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
}
interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Dependencies that do not say one version. An override may refer to a dependency with `$`. */
export function loose(manifest: Manifest): string[] {
  const { dependencies = {}, devDependencies = {}, overrides = {} } = manifest;
  const own = { ...dependencies, ...devDependencies };
  const refersToOwn = (version: string): boolean => version.startsWith("$") && version.slice(1) in own;
  return [
    ...Object.entries(own).filter(([, version]) => !EXACT.test(version)),
    ...Object.entries(overrides).filter(([, version]) => !EXACT.test(version) && !refersToOwn(version)),
  ].map(([name, version]) => `${name}: ${version}`);
}

/** Locked packages without a hash, with an address of their own, or in another version than the manifest says. */
export function unlocked(manifest: Manifest, lock: Lock): string[] {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  const own = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => `${path}: an address`),
    ...packages
      .filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))
      .map(([path]) => `${path}: no hash`),
    ...own
      .filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)
      .map(([name, version]) => `${name}: ${version} is not what is locked`),
  ];
}
