/** Checks that the installed packages are the tested ones: exact versions, locked by hash, from any registry. */

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

/** One line for each dependency without an exact version. An override may refer to a dependency with `$`. */
export function findInexactVersions(manifest: Manifest): string[] {
  const { dependencies = {}, devDependencies = {}, overrides = {} } = manifest;
  const own = { ...dependencies, ...devDependencies };
  const refersToOwn = (version: string): boolean => version.startsWith("$") && version.slice(1) in own;
  return [
    ...Object.entries(own).filter(([, version]) => !EXACT.test(version)),
    ...Object.entries(overrides).filter(([, version]) => !EXACT.test(version) && !refersToOwn(version)),
  ].map(([name, version]) => `${name}: ${version}`);
}

/** One line for each locked package without a SHA-512 hash, with an address, or with another version than the manifest. */
export function findUnlocked(manifest: Manifest, lock: Lock): string[] {
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
