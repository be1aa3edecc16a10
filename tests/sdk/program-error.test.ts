import { inspect } from "node:util";
import { RunError } from "@pulumi/pulumi/errors";
import { ProgramError } from "../../sdk/program-error";

test("an error in a program is one of Pulumi's, with a stack, and is inspected as its message", () => {
    const error = new ProgramError("there is no flavor", { cause: new Error("404") });
    expect(RunError.isInstance(error)).toBe(true);
    expect(error.stack).toContain("program-error.test");
    expect(inspect(error, { colors: true })).toBe("there is no flavor");
});
