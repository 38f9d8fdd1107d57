import { randomUUID } from "node:crypto";
import type { Answer, Question } from "./ask.js";
import { type Finding, ok, problem, skipped } from "./finding.js";
import { isStranger, strangerFinding } from "./stranger.js";

/** What a sign-in should be able to do, and how to find out without changing anything. */
interface Ability {
  readonly check: string;
  readonly does: string;
  /** Of a policy. */
  readonly permission: string;
  /** Of a role, below `Microsoft.Devices/IotHubs/`. */
  readonly action: string;
  /** The smallest built-in role with it. */
  readonly role: string;
  /** Whether only the Free and Standard tiers have it. */
  readonly isStandard: boolean;
  readonly question: Question;
}

/** No device has it, so that nothing can happen to one. */
const nobody = `twinplug-doctor-${randomUUID()}`;

const abilities: readonly Ability[] = [
  {
    check: "devices",
    does: "read device identities",
    permission: "RegistryRead",
    action: "devices/read",
    role: "IoT Hub Data Reader",
    isStandard: false,
    question: { method: "GET", path: `/devices/${nobody}` },
  },
  {
    check: "registry",
    does: "create and delete device identities",
    permission: "RegistryWrite",
    action: "devices/delete",
    role: "IoT Hub Registry Contributor",
    isStandard: false,
    question: { method: "DELETE", path: `/devices/${nobody}`, headers: { "If-Match": "*" } },
  },
  {
    check: "twins",
    does: "read twins",
    permission: "ServiceConnect",
    action: "twins/read",
    role: "IoT Hub Data Reader",
    isStandard: true,
    question: { method: "GET", path: `/twins/${nobody}` },
  },
  {
    check: "commands",
    does: "invoke commands",
    permission: "ServiceConnect",
    action: "directMethods/invoke/action",
    role: "IoT Hub Data Contributor",
    isStandard: true,
    question: {
      method: "POST",
      path: `/twins/${nobody}/methods`,
      body: { methodName: "doctor", responseTimeoutInSeconds: 5, payload: null },
    },
  },
];

/** How the hub was signed in to, for the words of the advice. */
export type SignInKind = "policy" | "role";

/** Asks for everything that `pnp` needs; tells a refused sign-in from a missing permission and from a tier. */
export async function checkPermissions(
  kind: SignInKind,
  put: (question: Question) => Promise<Answer>,
): Promise<readonly Finding[]> {
  const answers = await Promise.all(
    abilities.map(async (ability) => ({ ability, answer: await put(ability.question) })),
  );
  const [first] = answers;
  if (first && answers.every(({ answer }) => answer.status === 401)) {
    return [refusedSignIn(kind, first.answer), ...unasked("the sign-in is refused")];
  }
  const stranger = answers.find(({ answer }) => isStranger(answer));
  if (stranger) return [strangerFinding(stranger.answer), ...unasked("what answers is no hub")];
  return [
    ok("sign-in", "the hub knows who asks"),
    ...answers.map(({ ability, answer }) => judge(kind, ability, answer)),
  ];
}

function refusedSignIn(kind: SignInKind, { message, error }: Answer): Finding {
  const said = [error, message].filter(Boolean).join(": ");
  return kind === "policy"
    ? problem(
        "sign-in",
        "PNP_UNAUTHORIZED",
        `the key is refused for everything: ${said}`,
        "Take the connection string of a policy of this very hub anew: the key is wrong or was renewed, or the policy has none of the permissions RegistryRead, RegistryWrite, ServiceConnect; `iothubowner` has all.",
      )
    : problem(
        "sign-in",
        "PNP_UNAUTHORIZED",
        `the Entra sign-in is refused for everything: ${said}`,
        "Give this principal a data role on the hub, such as IoT Hub Data Contributor; Owner and Contributor have no data actions. A new role takes some minutes.",
      );
}

function unasked(why: string): readonly Finding[] {
  return abilities.map(({ check }) => skipped(check, `not asked: ${why}`));
}

function judge(kind: SignInKind, ability: Ability, answer: Answer): Finding {
  const { check, does, permission, action, role } = ability;
  const { status, error, number, message } = answer;
  if (isTier(answer)) {
    return problem(
      check,
      "PNP_CHECK_FAILED",
      `the hub's tier cannot ${does}: ${error || number}`,
      "Twins, digital twins and commands need a hub of the Free or a Standard tier (S1, S2, S3); a Basic one can be upgraded.",
    );
  }
  if (status === 401 || status === 403) {
    const said = [error, message].filter(Boolean).join(": ");
    return kind === "policy"
      ? problem(
          check,
          "PNP_UNAUTHORIZED",
          `the policy lacks ${permission}, so it may not ${does} (${said})`,
          `Sign in with a policy that has ${permission}; \`iothubowner\` has all.`,
        )
      : problem(
          check,
          "PNP_UNAUTHORIZED",
          `no role allows Microsoft.Devices/IotHubs/${action}, so it may not ${does} (${said})`,
          `Give this principal the role ${role} on the hub; IoT Hub Data Contributor has all. A new role takes some minutes.`,
        );
  }
  if (status === 429) {
    return problem(
      check,
      "PNP_THROTTLED",
      `the hub is too busy to say: ${error || status}`,
      "Wait, then try again.",
    );
  }
  if (status >= 500) {
    return problem(
      check,
      "PNP_TRANSPORT",
      `the hub failed: ${status} ${error}`,
      "Try again; if it stays, look at the state of the service.",
    );
  }
  return ok(check, `may ${does}`);
}

/** 403010: not valid for the current tier of the hub. */
function isTier({ status, error, number }: Answer): boolean {
  return number === 403_010 || (status === 403 && /Tier/.test(error));
}
