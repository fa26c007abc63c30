/** Makes a certificate authority for a test, and a certificate of it. */
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Writes leaf.pem, leaf.key and ca.pem into the folder and returns the fingerprint by which Chromium trusts the authority. */
export function makeCertificates(folder: string, host: string): string {
  const openssl = (line: string, ...more: string[]): void =>
    void execFileSync("openssl", [...line.split(" "), ...more], { cwd: folder, stdio: "ignore" });
  openssl("req -x509 -keyout ca.key -out ca.pem -days 2", ...NEW_KEY, "-subj", "/CN=Test authority");
  openssl("req -keyout leaf.key -out leaf.csr", ...NEW_KEY, "-subj", `/CN=${host}`);
  writeFileSync(join(folder, "leaf.ext"), `subjectAltName=DNS:${host}\n`);
  openssl(
    "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out only.pem",
  );
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  writeFileSync(join(folder, "leaf.pem"), read("only.pem") + read("ca.pem"));
  return fingerprint(read("ca.pem"));
}

/** base64(SHA-256(public key)). */
const fingerprint = (certificate: string): string =>
  createHash("sha256")
    .update(new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
