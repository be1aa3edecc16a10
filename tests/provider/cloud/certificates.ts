/** A certificate authority, a server's and a client's certificate, made by openssl for one run of the tests. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificates {
    caFile: string;
    server: { key: Buffer; cert: Buffer };
    clientCertFile: string;
    clientKeyFile: string;
}

export function makeCertificates(folder: string, serverName = "IP:127.0.0.1"): Certificates {
    const path = (name: string) => join(folder, name);
    const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "pipe" });
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl(
        "req",
        "-x509",
        ...curve,
        "-keyout",
        path("ca.key"),
        "-out",
        path("ca.pem"),
        "-subj",
        "/CN=test CA",
        "-days",
        "2",
    );
    for (const [name, extension] of [
        ["server", `subjectAltName=${serverName}`],
        ["client", "extendedKeyUsage=clientAuth"],
    ] as const) {
        openssl("req", ...curve, "-keyout", path(`${name}.key`), "-out", path(`${name}.csr`), "-subj", `/CN=${name}`);
        writeFileSync(path(`${name}.ext`), extension);
        openssl(
            ...["x509", "-req", "-in", path(`${name}.csr`), "-CA", path("ca.pem"), "-CAkey", path("ca.key")],
            ...["-CAcreateserial", "-out", path(`${name}.pem`), "-days", "2", "-extfile", path(`${name}.ext`)],
        );
    }
    return {
        caFile: path("ca.pem"),
        server: { key: readFileSync(path("server.key")), cert: readFileSync(path("server.pem")) },
        clientCertFile: path("client.pem"),
        clientKeyFile: path("client.key"),
    };
}
