import { expect, it } from "vitest";
import { receiverOf } from "./commandReceiver";

const state = "0123456789abcdef0123456789abcdef";

it("leads to this computer only, with the key behind the #", () => {
  const receiver = receiverOf(new URLSearchParams({ port: "50123", state, name: "isograd on a", host: "evil.example" }));

  expect(receiver?.name).toBe("isograd on a");
  expect(receiver?.address("isg_a+b")).toBe(`http://127.0.0.1:50123/#state=${state}&key=isg_a%2Bb`);
});

it.each([{ port: "80", state }, { port: "70000", state }, { port: "1@evil.example", state }, { port: "50123", state: "" }])(
  "refuses %j",
  (parameters) => {
    expect(receiverOf(new URLSearchParams(parameters as Record<string, string>))).toBeNull();
  },
);
