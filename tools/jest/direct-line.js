// @ts-check
/** The provider in this process reaches the clouds that are on a direct line without sockets; others over HTTP as ever. */
jest.mock("../../provider/cloud/transport", () =>
    require("../../tests/support/direct-line").directLine(jest.requireActual("../../provider/cloud/transport")),
);
