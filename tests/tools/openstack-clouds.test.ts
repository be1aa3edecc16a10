import { parse } from "yaml";
import { adminCloud, cloudsYaml, demoCloud } from "../../tools/openstack/clouds";
import { bedOf, RELEASE_NAMES } from "../../tools/openstack/releases";

describe("the clouds.yaml of a test bed", () => {
    it("has the admin first, then a user without the admin role", () => {
        const { clouds } = parse(cloudsYaml(bedOf("zed", {})));

        expect(Object.keys(clouds)).toEqual(["openstack-zed", "openstack-zed-demo"]);
        expect(clouds[adminCloud("zed")]).toEqual({
            auth: {
                auth_url: "http://127.0.0.1:5000/v3",
                username: "admin",
                password: "osreal",
                project_name: "admin",
                user_domain_name: "Default",
                project_domain_name: "Default",
            },
            region_name: "RegionOne",
            identity_api_version: "3",
            interface: "public",
        });
        expect(clouds[demoCloud("zed")].auth).toMatchObject({ username: "demo", project_name: "demo" });
    });

    it("leads to the release that it is of", () => {
        const { clouds } = parse(cloudsYaml(bedOf("latest", {})));

        expect(clouds["openstack-latest"].auth.auth_url).toBe("http://127.0.0.1:15000/v3");
    });
});

describe("the place of a test bed", () => {
    it.each([
        [{ HOME: "/home/me" }, "/home/me/.cache/pulumi-openstack-compute/openstack-zed"],
        [{ HOME: "/home/me", XDG_CACHE_HOME: "/caches" }, "/caches/pulumi-openstack-compute/openstack-zed"],
        [{ HOME: "/home/me", XDG_CACHE_HOME: "relative" }, "/home/me/.cache/pulumi-openstack-compute/openstack-zed"],
        [{ HOME: "/home/me", XDG_CACHE_HOME: "" }, "/home/me/.cache/pulumi-openstack-compute/openstack-zed"],
    ])("is in the user's cache folder: %j", (env, root) => {
        expect(bedOf("zed", env).root).toBe(root);
    });

    it("shares no port with another release, so that both can run", () => {
        const ports = RELEASE_NAMES.flatMap((release) => Object.values(bedOf(release, {}).ports));

        expect(new Set(ports).size).toBe(ports.length);
    });

    it("listens below the ports that Linux takes for outgoing connections", () => {
        for (const release of RELEASE_NAMES) {
            expect(Math.max(...Object.values(bedOf(release, {}).ports))).toBeLessThan(32_768);
        }
    });
});
