/** The cloud that a reference means, as far as settings alone tell: clouds.yaml and the environment. Asks nobody. */
import { identityRoot } from "./authentication";
import type { CloudIdentity, CloudReference } from "./compute";
import { ConfigurationError } from "./errors";
import { resolveCloud } from "./resolve";

/** The project is left out where the settings do not name it by its id. */
export interface MeantCloud extends Partial<CloudIdentity> {
    name: string;
    authUrl: string;
}

/** Undefined where the settings name no usable cloud, as on a machine without credentials. */
export function meantCloud(reference: CloudReference): MeantCloud | undefined {
    try {
        const { name, authUrl, region, scope } = resolveCloud(reference);
        return {
            name,
            authUrl: identityRoot(authUrl),
            ...(region === undefined ? {} : { region }),
            ...(scope.kind === "project" && "id" in scope.project ? { projectId: scope.project.id } : {}),
        };
    } catch (error) {
        if (error instanceof ConfigurationError) {
            return undefined;
        }
        throw error;
    }
}
