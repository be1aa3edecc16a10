/**
 * The interfaces that programs see say what the schemas say. Mostly a test of types, by `npm run check`: an assignment
 * below that does not compile is the failure.
 */
import type * as pulumi from "@pulumi/pulumi";
import type * as z from "zod";
import type { CommonArguments } from "../../provider/plan/common-arguments";
import type { aggregate } from "../../provider/resources/aggregate";
import type { flavor } from "../../provider/resources/flavor";
import type { floatingIp } from "../../provider/resources/floating-ip";
import type { keypair } from "../../provider/resources/keypair";
import type { quotaSet } from "../../provider/resources/quota-set";
import { kinds } from "../../provider/resources/registry";
import type { securityGroup } from "../../provider/resources/security-group";
import type { server } from "../../provider/resources/server/server";
import type { serverAction } from "../../provider/resources/server-action";
import type { serverGroup } from "../../provider/resources/server-group";
import type {
    AggregateArgs,
    FlavorArgs,
    FloatingIpArgs,
    KeypairArgs,
    QuotaSetArgs,
    SecurityGroupArgs,
    ServerActionArgs,
    ServerArgs,
    ServerGroupArgs,
} from "../../sdk";

/** The values behind the inputs, as the provider gets them. */
type Plain<T> = pulumi.Unwrap<T>;

/** Whether each of two types takes what the other is. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/** All properties, none of them left out. */
type Full<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

type Agree<Args, Schema extends z.ZodType> = Same<Full<Plain<Args>>, Full<z.input<Schema> & CommonArguments>>;

const AGREE: {
    Server: Agree<ServerArgs, typeof server.schema>;
    Keypair: Agree<KeypairArgs, typeof keypair.schema>;
    FloatingIp: Agree<FloatingIpArgs, (typeof floatingIp)["schema"]>;
    SecurityGroup: Agree<SecurityGroupArgs, typeof securityGroup.schema>;
    Flavor: Agree<FlavorArgs, typeof flavor.schema>;
    ServerGroup: Agree<ServerGroupArgs, typeof serverGroup.schema>;
    Aggregate: Agree<AggregateArgs, typeof aggregate.schema>;
    QuotaSet: Agree<QuotaSetArgs, typeof quotaSet.schema>;
    ServerAction: Agree<ServerActionArgs, typeof serverAction.schema>;
} = {
    Server: true,
    Keypair: true,
    FloatingIp: true,
    SecurityGroup: true,
    Flavor: true,
    ServerGroup: true,
    Aggregate: true,
    QuotaSet: true,
    ServerAction: true,
};

type Needed<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];

const NEEDED: {
    Server: Same<Needed<ServerArgs>, Needed<z.input<typeof server.schema>>>;
    Keypair: Same<Needed<KeypairArgs>, Needed<z.input<typeof keypair.schema>>>;
    FloatingIp: Same<Needed<FloatingIpArgs>, Needed<z.input<(typeof floatingIp)["schema"]>>>;
    SecurityGroup: Same<Needed<SecurityGroupArgs>, Needed<z.input<typeof securityGroup.schema>>>;
    Flavor: Same<Needed<FlavorArgs>, Needed<z.input<typeof flavor.schema>>>;
    ServerGroup: Same<Needed<ServerGroupArgs>, Needed<z.input<typeof serverGroup.schema>>>;
    Aggregate: Same<Needed<AggregateArgs>, Needed<z.input<typeof aggregate.schema>>>;
    QuotaSet: Same<Needed<QuotaSetArgs>, Needed<z.input<typeof quotaSet.schema>>>;
    ServerAction: Same<Needed<ServerActionArgs>, Needed<z.input<typeof serverAction.schema>>>;
} = {
    Server: true,
    Keypair: true,
    FloatingIp: true,
    SecurityGroup: true,
    Flavor: true,
    ServerGroup: true,
    Aggregate: true,
    QuotaSet: true,
    ServerAction: true,
};

test("the interfaces of every kind of resource take what its schema takes", () => {
    expect(Object.keys(AGREE).sort()).toEqual([...kinds.keys()].sort());
});

test("the interfaces of every kind of resource want what its schema wants", () => {
    expect(Object.keys(NEEDED).sort()).toEqual([...kinds.keys()].sort());
});
