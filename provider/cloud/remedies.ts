/** Remedies for refusals and failed connections. In each table the first match wins; there may be none. */

interface Symptom {
    status: number;
    fault: { name: string | undefined; message: string };
    cloud: string;
}

interface Remedy {
    status?: readonly number[];
    fault?: RegExp;
    message?: RegExp;
    remedy: string | ((symptom: Symptom) => string);
}

const REFUSALS: readonly Remedy[] = [
    {
        status: [401],
        remedy: ({ cloud }) =>
            cloud === "environment"
                ? "Check the OS_* variables: user, password, domain, project or application credential."
                : `Check the credentials of "${cloud}" in clouds.yaml and secure.yaml: user, password, domain, project or application credential.`,
    },
    {
        status: [403, 413],
        message: /quota|exceed|maximum number of|over limit/i,
        remedy: "Delete resources that are no longer needed, or ask the cloud's operators for a higher quota.",
    },
    { message: /\blocked\b/i, remedy: "Unlock it first. Its owner or an administrator can do that." },
    {
        status: [403],
        message: /policy|not allowed|permission|forbidden|disallowed/i,
        remedy: ({ cloud }) =>
            `The user of "${cloud}" needs a role for which the cloud's policy allows this. Some operations are for administrators only.`,
    },
    {
        status: [406],
        remedy: "The cloud no longer serves this microversion. Its API services may run different releases, as during an upgrade. Try again, or set compute_api_version to a microversion that all of them serve.",
    },
    {
        status: [407],
        remedy: "The proxy requires credentials. Add them to HTTP_PROXY or HTTPS_PROXY, or add the cloud's host to NO_PROXY.",
    },
    {
        status: [413, 429],
        fault: /overLimit/i,
        remedy: "The cloud limits the rate of requests. Try again later, or use a lower --parallel.",
    },
    {
        status: [429],
        remedy: "The cloud limits the rate of requests. Try again later, or use a lower --parallel.",
    },
    {
        status: [413],
        remedy: "The request is larger than the cloud accepts. Shorten user data, personality or metadata.",
    },
    {
        status: [404],
        fault: /^$/,
        remedy: "The answer is not from the Compute API. Either the cloud does not support this operation, or the endpoint (in the catalog, or compute_endpoint_override) is wrong.",
    },
    {
        status: [409],
        message: /already exists/i,
        remedy: "Use another name, or adopt the existing one with the argument adopt.",
    },
    {
        status: [409],
        message: /task_state|vm_state|while the instance|while it is in/i,
        remedy: "Another change may be in progress. Wait until it has ended, then run this again.",
    },
    {
        status: [502, 504],
        remedy: "A proxy in front of the cloud timed out. The cloud may have carried out the request.",
    },
    { status: [503], remedy: "The cloud is overloaded or in maintenance. Try again later." },
    {
        status: [500],
        remedy: "This is a fault of the cloud. Its operators can find the cause in their logs by the request id.",
    },
];

/** What a user can do about a refusal. */
export function remedyFor(symptom: Symptom): string | undefined {
    const row = REFUSALS.find(
        ({ status, fault, message }) =>
            (status === undefined || status.includes(symptom.status)) &&
            (fault === undefined || fault.test(symptom.fault.name ?? "")) &&
            (message === undefined || message.test(symptom.fault.message)),
    );
    return typeof row?.remedy === "function" ? row.remedy(symptom) : row?.remedy;
}

/** A failed connection, by Node's error code. */
export interface BrokenConnection {
    code: string;
    /** Where the address is configured: `auth_url in /etc/openstack/clouds.yaml`. */
    addressFrom: string;
    proxy: string | undefined;
}

const CERTIFICATE =
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER|VERIFY)|CRL_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Whether a retry cannot help: the certificate is not accepted, or a setting is wrong. */
export function isHopeless(code: string): boolean {
    return (
        CERTIFICATE.test(code) ||
        code === "REDIRECT" ||
        code === "PROXY" ||
        code === "ALTERED" ||
        code === "TOO_LARGE" ||
        code.startsWith("ERR_OSSL") ||
        code === "EPROTO"
    );
}

/** What a user can do about a connection that failed. */
export function connectionRemedy(broken: BrokenConnection): string | undefined {
    const proxy =
        broken.proxy === undefined ? "" : ` and the proxy ${broken.proxy} (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)`;
    if (broken.code === "CERT_HAS_EXPIRED" || broken.code === "CERT_NOT_YET_VALID") {
        return "The server's certificate has expired or is not valid yet. Renew it, and check this machine's clock.";
    }
    if (broken.code === "ERR_TLS_CERT_ALTNAME_INVALID") {
        return `The certificate is for another host name than the one in ${broken.addressFrom}. Use the host name of the certificate.`;
    }
    if (CERTIFICATE.test(broken.code)) {
        return "Set cacert (clouds.yaml) or OS_CACERT to the file of the cloud's certificate authority.";
    }
    if (broken.code === "EPROTO" || broken.code.startsWith("ERR_SSL") || broken.code.startsWith("ERR_OSSL")) {
        return `TLS failed. Check whether ${broken.addressFrom} must be http:// or https://, and check cert and key.`;
    }
    switch (broken.code) {
        case "ECONNREFUSED":
        case "EHOSTUNREACH":
        case "ENETUNREACH":
        case "TIMEOUT":
        case "ETIMEDOUT":
            return `Check ${broken.addressFrom} and the network${proxy}.`;
        case "ENOTFOUND":
        case "EAI_AGAIN":
            return `The host name is unknown. Check ${broken.addressFrom} and DNS${proxy}.`;
        case "PROXY":
            return `Check the proxy ${broken.proxy ?? ""}. Add its credentials to HTTPS_PROXY, or add the cloud's host to NO_PROXY.`;
        case "REDIRECT":
            return `Set ${broken.addressFrom} to the address that it redirects to.`;
        default:
            return undefined;
    }
}
