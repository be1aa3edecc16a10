import { APPLICATION_CREDENTIALS, DOMAIN, PASSWORD, PROJECTS } from "./state/seed";

export type ProjectName = "admin" | "demo";
export type AuthKind = "password" | "token" | "applicationCredential";

interface Entry {
    readonly name: string;
    readonly project: ProjectName;
    readonly auth: AuthKind;
    readonly authUrl: string;
    readonly region: string;
    readonly token: string;
}

/** A clouds.yaml with one entry, as text. */
export function cloudsYaml(entry: Entry): string {
    const { type, auth } = authOf(entry);
    const lines = Object.entries({ auth_url: entry.authUrl, ...auth }).map(
        ([key, value]) => `      ${key}: "${value}"`,
    );
    return [
        "clouds:",
        `  ${entry.name}:`,
        ...(type === "password" ? [] : [`    auth_type: ${type}`]),
        "    auth:",
        ...lines,
        `    region_name: ${entry.region}`,
        "    identity_api_version: 3",
        "",
    ].join("\n");
}

function authOf({ auth, project, token }: Entry): { type: string; auth: Record<string, string> } {
    switch (auth) {
        case "password":
            return {
                type: "password",
                auth: {
                    username: project,
                    password: PASSWORD,
                    project_name: project,
                    user_domain_name: DOMAIN.name,
                    project_domain_name: DOMAIN.name,
                },
            };
        case "token":
            return {
                type: "token",
                auth: { token, project_name: project, project_domain_name: DOMAIN.name },
            };
        case "applicationCredential": {
            const index = PROJECTS.findIndex(({ name }) => name === project);
            const credential = APPLICATION_CREDENTIALS[index];
            return {
                type: "v3applicationcredential",
                auth: {
                    application_credential_id: credential?.id ?? "",
                    application_credential_secret: credential?.secret ?? "",
                },
            };
        }
    }
}

/** The OS_* variables that OpenStack clients read. */
export function environment(project: ProjectName, authUrl: string, region: string): Record<string, string> {
    return {
        OS_AUTH_URL: authUrl,
        OS_USERNAME: project,
        OS_PASSWORD: PASSWORD,
        OS_PROJECT_NAME: project,
        OS_USER_DOMAIN_NAME: DOMAIN.name,
        OS_PROJECT_DOMAIN_NAME: DOMAIN.name,
        OS_REGION_NAME: region,
        OS_IDENTITY_API_VERSION: "3",
    };
}
