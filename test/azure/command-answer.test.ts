import { expect, test } from "vitest";
import { answerCommand } from "../../src/azure/command-answer.js";

const echo = async (_: string, payload: unknown) => ({ status: 200, payload });

test("hands on the handler's answer, nothing as null", async () => {
  expect(await answerCommand(echo, "x", { a: 1 })).toEqual({ status: 200, payload: { a: 1 } });
  expect(await answerCommand(echo, "x", undefined)).toEqual({ status: 200, payload: null });
});

test("answers 400 to a request that may have been rounded, without carrying it out", async () => {
  const never = () => Promise.reject(new Error("was carried out"));
  expect(await answerCommand(never, "x", { count: 2 ** 60 })).toMatchObject({
    status: 400,
    payload: { message: expect.stringContaining("may be rounded at /count") },
  });
});
