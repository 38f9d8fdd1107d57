import { expect, test } from "vitest";
import { reportError } from "../../src/cli/error-report.js";
import { PnpError } from "../../src/errors.js";

test("shows what was wrong, where, what was expected and what to do", () => {
  const { text, exitCode } = reportError(
    new PnpError("PNP_PAYLOAD_INVALID", '"since" is not valid.', {
      issues: [
        {
          code: "format",
          path: "",
          message: "It must be a dateTime.",
          got: '"yesterday"',
          expected: "an instant",
        },
      ],
    }),
  );
  expect(exitCode).toBe(5);
  expect(text).toMatchInlineSnapshot(`
    "error[PNP_PAYLOAD_INVALID]: "since" is not valid.
      at /  It must be a dateTime.
        got   "yesterday"
        want  an instant
      help: Correct the value; nothing was sent."
  `);
});

test("shows what the device answered, big integers exactly", () => {
  const error = new PnpError("PNP_COMMAND_FAILED", "No.", {
    response: { status: 500, payload: { at: 9007199254740993n } },
  });
  expect(reportError(error).text).toContain('status 500, payload {"at":9007199254740993}');
});

test("masks keys, tokens and signatures", () => {
  const secret =
    "HostName=h;SharedAccessKey=a2V5a2V5; sig=c2lnc2ln&se=1 and Bearer eyJhbGciOi.eyJzdWIi.c2ln";
  const report = reportError(new PnpError("PNP_TRANSPORT", secret));
  expect(report.text + report.json).not.toMatch(/a2V5|c2lnc2ln|eyJ/);
});

test("a failure that is not twinplug's own is called a bug, without a stack", () => {
  const { text, exitCode } = reportError(new TypeError("x is not a function"));
  expect(exitCode).toBe(1);
  expect(text).toContain("this is a bug in twinplug");
  expect(text).not.toMatch(/\n\s+at /);
});

test("says nothing twice that an issue and its error share", () => {
  const issue = { code: "unknownName", message: "There is no x.", path: "/a", hint: "Try y." };
  const error = new PnpError("PNP_NAME_UNKNOWN", "a: There is no x.", {
    hint: "Try y.",
    issues: [issue],
  });
  expect(reportError(error).text).toMatchInlineSnapshot(`
    "error[PNP_NAME_UNKNOWN]: a: There is no x.
      at /a
      help: Try y."
  `);
});
