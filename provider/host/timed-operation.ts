/** What the operations that ask the cloud have in common: their time, their secrets, and whose they are. */
import { endingBy, rememberSecrets } from "../cloud/index";
import type { Properties } from "../state/stored-state";
import type { Resource } from "./requests";
import { secretsIn } from "./secret-texts";

/** Does it within the time that the request, or else the kind, gives such an operation, the connecting included. */
export function timed<T>(
    operation: "create" | "update" | "delete",
    { kind, timeout }: Pick<Resource, "kind"> & { timeout: number | undefined },
    doing: (deadline: number) => Promise<T>,
): Promise<T> {
    const deadline = Date.now() + (timeout ?? kind.timeouts[operation]);
    return endingBy(deadline, () => doing(deadline));
}

/** What is secret in these is in no message, log or fault from now on. */
export function keepSecret({ kind, declaration, owner }: Resource, properties: Properties): void {
    rememberSecrets(secretsIn({ kind, declaration }, properties, owner?.key));
}

/** For what writes to the cloud, where the owner is written too. */
export function owned<Request extends Resource>(request: Request): Request {
    const { declaration, owner } = request;
    return { ...request, declaration: { ...declaration, owner } };
}
