import { UNKNOWN } from "../../arguments/unknown";

/** As Pulumi's wire marks it: constants.SpecialSigKey and SpecialSecretSig of its SDK. It arrives here unmarked again. */
export function secret(value: unknown): unknown {
    return value === undefined || value === UNKNOWN
        ? value
        : { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
