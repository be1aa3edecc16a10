/** One entry of a clouds.yaml, read by the demo itself, because its checks must not depend on the provider's code. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { Problem } from "./problem";

const text = z.union([z.string(), z.number()]).transform(String);

const Auth = z.object({
    auth_url: text,
    username: text.optional(),
    user_id: text.optional(),
    password: text.optional(),
    project_name: text.optional(),
    project_id: text.optional(),
    user_domain_name: text.optional(),
    user_domain_id: text.optional(),
    project_domain_name: text.optional(),
    project_domain_id: text.optional(),
    domain_name: text.optional(),
    domain_id: text.optional(),
    application_credential_id: text.optional(),
    application_credential_name: text.optional(),
    application_credential_secret: text.optional(),
});

const Entry = z.object({
    auth: Auth,
    region_name: text.optional(),
    interface: z.enum(["public", "internal", "admin"]).optional(),
    cacert: text.optional(),
    verify: z.boolean().optional(),
});

/** What the demo's client needs to know of a cloud. */
export type CloudEntry = z.output<typeof Entry>;

const CloudsFile = z.object({ clouds: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Where the entry is, and its content. */
export interface NamedCloud {
    name: string;
    file: string;
    /** The secure.yaml beside it, if there is one. */
    secureFile?: string;
    entry: CloudEntry;
}

/** Finds a cloud by its name. @throws Problem that says where it looked, or what is missing in the entry. */
export function namedCloud(name: string, environment: NodeJS.ProcessEnv, cwd: string): NamedCloud {
    const places = environment.OS_CLIENT_CONFIG_FILE
        ? [environment.OS_CLIENT_CONFIG_FILE]
        : folders(environment, cwd).map((folder) => join(folder, "clouds.yaml"));
    const file = places.find((place) => existsSync(place));
    if (file === undefined) {
        throw new Problem(`There is no clouds.yaml. Looked for ${places.join(", ")}.`);
    }
    const secureFile =
        environment.OS_CLIENT_SECURE_FILE ??
        folders(environment, cwd)
            .map((folder) => join(folder, "secure.yaml"))
            .find((place) => existsSync(place));
    const clouds = entriesOf(file);
    const found = clouds[name];
    if (found === undefined) {
        throw new Problem(`${file} has no cloud "${name}"; it has ${Object.keys(clouds).join(", ")}.`);
    }
    const secret = secureFile === undefined ? {} : (entriesOf(secureFile)[name] ?? {});
    return {
        name,
        file,
        ...(secureFile === undefined ? {} : { secureFile }),
        entry: cloudEntry({ ...found, ...secret, auth: { ...asObject(found.auth), ...asObject(secret.auth) } }, file),
    };
}

/** The entry in a clouds.yaml's text. */
export function cloudEntry(entry: unknown, file: string): CloudEntry {
    const result = Entry.safeParse(entry);
    if (!result.success) {
        // The message only says where, because a value may be a secret.
        const where = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
        throw new Problem(`The demo cannot read its cloud in ${file}: ${where.join("; ")}`);
    }
    return result.data;
}

function entriesOf(file: string): Record<string, Record<string, unknown>> {
    const result = CloudsFile.safeParse(parse(readFileSync(file, "utf8")));
    if (!result.success) {
        throw new Problem(`${file} has no mapping "clouds".`);
    }
    return result.data.clouds;
}

function asObject(value: unknown): object {
    return typeof value === "object" && value !== null ? value : {};
}

function folders(environment: NodeJS.ProcessEnv, cwd: string): string[] {
    const home = environment.HOME ?? homedir();
    return [cwd, join(environment.XDG_CONFIG_HOME || join(home, ".config"), "openstack"), "/etc/openstack"];
}
