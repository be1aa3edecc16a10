/** What to do about a refusal or a failed connection: tables, first match wins; no remedy where we know none. */

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
        remedy: "Delete what is not needed, or ask the cloud's operators for a higher quota.",
    },
    { message: /\blocked\b/i, remedy: "Unlock it first: its owner or an administrator can." },
    {
        status: [403],
        message: /policy|not allowed|permission|forbidden|disallowed/i,
        remedy: ({ cloud }) =>
            `The user of "${cloud}" needs a role that the cloud's policy allows this for; some operations are the administrators' alone.`,
    },
    {
        status: [406],
        remedy: "The cloud no longer serves this microversion: its API services may be at different releases, as in an upgrade. Try again, or set compute_api_version to what all of them serve.",
    },
    {
        status: [407],
        remedy: "The proxy wants credentials: put them into HTTP_PROXY or HTTPS_PROXY, or the cloud's host into NO_PROXY.",
    },
    {
        status: [413, 429],
        fault: /overLimit/i,
        remedy: "The cloud limits the rate of requests: try again later, or run with a lower --parallel.",
    },
    {
        status: [429],
        remedy: "The cloud limits the rate of requests: try again later, or run with a lower --parallel.",
    },
    {
        status: [413],
        remedy: "The request is larger than the cloud takes: shorten user data, personality or metadata.",
    },
    {
        status: [404],
        fault: /^$/,
        remedy: "The answer is not the Compute API's: the cloud has no such operation, or the endpoint (in the catalog, or compute_endpoint_override) is wrong.",
    },
    {
        status: [409],
        message: /already exists/i,
        remedy: "Use another name, or take over the one that exists with the argument adopt.",
    },
    {
        status: [409],
        message: /task_state|vm_state|while the instance|while it is in/i,
        remedy: "Another change may be under way: wait for it, then run this again.",
    },
    {
        status: [502, 504],
        remedy: "A proxy before the cloud gave up waiting; the cloud may have carried the request out.",
    },
    { status: [503], remedy: "The cloud is overloaded or in maintenance: try again later." },
    {
        status: [500],
        remedy: "The fault is the cloud's: its operators find the cause in their logs by the request id.",
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

/** A connection that failed, by Node's code of the error. */
export interface BrokenConnection {
    code: string;
    /** Where the address stands: `auth_url in /etc/openstack/clouds.yaml`. */
    addressFrom: string;
    proxy: string | undefined;
}

const CERTIFICATE =
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER|VERIFY)|CRL_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Whether trying again cannot help: the other side's certificate is not to our liking, or a setting is wrong. */
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
        return "The server's certificate is out of its time: renew it, and check this machine's clock.";
    }
    if (broken.code === "ERR_TLS_CERT_ALTNAME_INVALID") {
        return `The certificate is for another name than that of ${broken.addressFrom}: use the name that it was made for.`;
    }
    if (CERTIFICATE.test(broken.code)) {
        return "Put the file of the certificate authority that the cloud uses into cacert (clouds.yaml) or OS_CACERT.";
    }
    if (broken.code === "EPROTO" || broken.code.startsWith("ERR_SSL") || broken.code.startsWith("ERR_OSSL")) {
        return `TLS failed: check whether ${broken.addressFrom} is http:// or https://, and cert and key.`;
    }
    switch (broken.code) {
        case "ECONNREFUSED":
        case "EHOSTUNREACH":
        case "ENETUNREACH":
        case "TIMEOUT":
        case "ETIMEDOUT":
            return `Check ${broken.addressFrom}, the network${proxy}.`;
        case "ENOTFOUND":
        case "EAI_AGAIN":
            return `The host name is not known: check ${broken.addressFrom}, DNS${proxy}.`;
        case "PROXY":
            return `Check the proxy ${broken.proxy ?? ""}: put its credentials into HTTPS_PROXY, or the cloud's host into NO_PROXY.`;
        case "REDIRECT":
            return `Put the address that it redirects to into ${broken.addressFrom}.`;
        default:
            return undefined;
    }
}
