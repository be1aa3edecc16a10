/**
 * The cloud that a reference names, according to the settings alone: clouds.yaml and the environment. Sends no
 * requests.
 */
import { identityRoot } from "./authentication";
import type { CloudIdentity, CloudReference } from "./compute";
import { ConfigurationError } from "./errors";
import { resolveCloud } from "./resolve";

/** The project is missing if the settings do not contain its id. */
export interface MeantCloud extends Partial<CloudIdentity> {
    name: string;
    authUrl: string;
}

/** Undefined if the settings name no usable cloud, for example on a machine without credentials. */
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
