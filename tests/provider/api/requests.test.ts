import * as api from "../../../provider/api";
import type { Compute } from "../../../provider/cloud/compute";
import { InvalidAnswerError } from "../../../provider/cloud/errors";
import * as flavors from "../../../provider/resources/flavor";
import { floatingIp } from "../../../provider/resources/floating-ip";
import { keypair } from "../../../provider/resources/keypair";
import { allOperations } from "../../../provider/resources/registry";
import { securityGroup } from "../../../provider/resources/security-group";
import { FakeCompute } from "./fake-compute";
import { bodyOf, fixtures } from "./fixtures";

/** Untyped JSON. */
type Body = ReturnType<typeof bodyOf>;
type Send = (compute: Compute, body: Body) => Promise<unknown>;

/** How our functions send what the examples send. */
const senders: Record<string, Send> = {
    "servers.create": (compute, { server }) => api.createServer(compute, { server, microversion: "2.1" }),
    "servers.update": (compute, { server }) => api.updateServer(compute, "1", server),
    "serverActions.addFloatingIp": (compute, { addFloatingIp }) => api.addFloatingIp(compute, "1", addFloatingIp),
    "serverActions.removeFloatingIp": (compute, { removeFloatingIp: { address } }) =>
        api.removeFloatingIp(compute, "1", address),
    "serverActions.addSecurityGroup": (compute, { addSecurityGroup: { name } }) =>
        api.addSecurityGroup(compute, "1", name),
    "serverActions.removeSecurityGroup": (compute, { removeSecurityGroup: { name } }) =>
        api.removeSecurityGroup(compute, "1", name),
    "serverActions.changePassword": (compute, { changePassword: { adminPass } }) =>
        api.changePassword(compute, "1", adminPass),
    "serverActions.confirmResize": (compute) => api.confirmResize(compute, "1"),
    "serverActions.revertResize": (compute) => api.revertResize(compute, "1"),
    "serverActions.resize": (compute, { resize: { flavorRef } }) =>
        api.resizeServer(compute, "1", { flavorId: flavorRef }),
    "serverActions.rebuild": (compute, { rebuild }) => {
        const { imageRef, ...rest } = rebuild;
        return api.rebuildServer(compute, "1", { imageId: imageRef, ...rest });
    },
    "serverActions.reboot": (compute, { reboot: { type } }) => api.rebootServer(compute, "1", type),
    "serverActions.forceDelete": (compute) => api.forceDeleteServer(compute, "1"),
    "serverActions.lock": (compute) => api.lockServer(compute, "1"),
    "serverActions.unlock": (compute) => api.unlockServer(compute, "1"),
    "serverActions.pause": (compute) => api.pauseServer(compute, "1"),
    "serverActions.unpause": (compute) => api.unpauseServer(compute, "1"),
    "serverActions.resume": (compute) => api.resumeServer(compute, "1"),
    "serverActions.shelve": (compute) => api.shelveServer(compute, "1"),
    "serverActions.shelveOffload": (compute) => api.shelveOffloadServer(compute, "1"),
    "serverActions.unshelve": (compute) => api.unshelveServer(compute, "1"),
    "serverActions.start": (compute) => api.startServer(compute, "1"),
    "serverActions.stop": (compute) => api.stopServer(compute, "1"),
    "serverMetadata.merge": (compute, { metadata }) => api.mergeMetadata(compute, "1", metadata),
    "serverInterfaces.create": (compute, { interfaceAttachment: { port_id } }) =>
        api.attachInterface(compute, "1", { portId: port_id }),
    "flavors.create": (compute, { flavor }) => flavors.flavor.records.create(compute, flavor),
    "flavorAccess.add": (compute, { addTenantAccess: { tenant } }) =>
        flavors.addAccess({ compute, id: "1" }, { tenant }),
    "flavorAccess.remove": (compute, { removeTenantAccess: { tenant } }) =>
        flavors.removeAccess({ compute, id: "1" }, { tenant }),
    "flavorExtraSpecs.create": (compute, { extra_specs }) =>
        flavors.extraSpecs.write({ compute, id: "1" }, extra_specs),
    "keypairs.create": (compute, { keypair: { name, public_key } }) =>
        keypair.records.create(compute, { name, public_key }),
    "floatingIps.create": (compute, { pool }) => floatingIp.records.create(compute, { pool }),
    "securityGroups.create": (compute, { security_group }) => securityGroup.records.create(compute, security_group),
    "securityGroups.update": (compute, { security_group }) =>
        securityGroup.records.update(compute, "1", security_group),
    "securityGroups.createRule": (compute, { security_group_rule: rule }) => {
        const { parent_group_id, ip_protocol, from_port, to_port, cidr } = rule;
        return api.createRule(compute, {
            parentGroupId: String(parent_group_id),
            protocol: ip_protocol,
            fromPort: Number(from_port),
            toPort: Number(to_port),
            cidr,
        });
    },
};

/** Numbers are strings in some examples, and not in what we send. */
function asTexts(body: unknown): unknown {
    return JSON.parse(JSON.stringify(body), (_, value) => (typeof value === "number" ? String(value) : value));
}

describe("what we send is what the examples send:", () => {
    const sent = fixtures.filter(({ kind, operation }) => kind === "request" && operation in senders);

    test.each(sent.map((fixture) => [fixture.file, fixture] as const))("%s", async (_, fixture) => {
        const body = bodyOf(fixture);
        if (fixture.operation === "keypairs.create" && body.keypair.public_key === undefined) {
            return; // The cloud generates the key: we never ask for that.
        }
        const compute = new FakeCompute().answering({ body: undefined });
        const sending = (senders[fixture.operation] as Send)(compute, body);
        // How answers are read is another question: here there is none.
        await sending.catch((error: unknown) => expect(error).toBeInstanceOf(InvalidAnswerError));
        const [group, name] = fixture.operation.split(".") as [string, string];
        const target = allOperations[group]?.[name];
        expect(compute.onlyCall).toMatchObject({ method: target?.method, operation: target?.title });
        expect(asTexts(compute.onlyCall.body)).toEqual(asTexts(body));
    });

    test("suspend, which no document shows", async () => {
        const compute = new FakeCompute().answering({});
        await api.suspendServer(compute, "1");
        expect(compute.onlyCall.body).toEqual({ suspend: null });
    });
});
