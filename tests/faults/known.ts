/**
 * What no provider can put right, by operation: each is a blow after which one clean up does not make the cloud what the
 * program says. A listed one that no longer happens fails the suite, so the list only ever gets shorter.
 */
import type { Operation } from "./operation";

/** The creation is carried out, and nobody hears of it: neither then, nor when the process looks for it. */
const unheard = (post: string): string[] => [
    `${post} (1): a kill after the cloud acted`,
    `${post} (1): no answer in time, and done later`,
    // The cloud says that it failed.
    `${post} (1): 500 after the cloud acted`,
];

const titleOf = ({ kind, title }: Pick<Operation, "kind" | "title">) => `${kind} ${title}`;

interface Unsolved extends Pick<Operation, "kind" | "title"> {
    readonly why: string;
    readonly strikes: readonly string[];
}

const UNSOLVED: readonly Unsolved[] = [
    {
        kind: "Keypair",
        title: "changes the key under the same name",
        why: "A deletion that the cloud carries out a minute late takes away the keypair that has been made anew under the same name: a name is all that keypairs are told apart by. The next refresh sees it.",
        strikes: ["DELETE /os-keypairs/{id} (1): no answer in time, and done later"],
    },
    {
        kind: "SecurityGroup",
        title: "creates one with a name of the program's",
        why: "Several groups may have one name, and another's is not to be taken for ours. Without a name of the program's it is found.",
        strikes: unheard("POST /os-security-groups"),
    },
    {
        kind: "ServerGroup",
        title: "creates one with every argument",
        why: "As above: several server groups may have one name.",
        strikes: unheard("POST /os-server-groups"),
    },
    {
        kind: "ServerAction",
        title: "deletes a rescue",
        why: "The server is in ERROR after it, and the action is no more. The server's own resource puts it right, once a refresh has seen it.",
        strikes: ["unrescue (1): the step fails"],
    },
    {
        kind: "FloatingIp",
        title: "creates one that leads to no server",
        why: "An address has no place for an owner: one that leads nowhere is like any other.",
        strikes: unheard("POST /os-floating-ips"),
    },
    {
        kind: "FloatingIp",
        title: "creates one that leads to a server",
        why: "As above, until it leads to the server.",
        strikes: [
            ...unheard("POST /os-floating-ips"),
            "POST /servers/{id}/action addFloatingIp (1): a kill before the cloud acts",
        ],
    },
];

export const KNOWN: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    UNSOLVED.map((one) => [titleOf(one), one.strikes]),
);
