import type { HubClock } from "./clock.js";
import { ServiceError } from "./service-error.js";
import type { Session, Sessions } from "./sessions.js";
import { clientId, type Target } from "./target.js";

/** A direct method as the service asks for it. */
export interface MethodRequest {
  readonly name: string;
  /** JSON text, passed on byte by byte. */
  readonly payload: string;
  /** Seconds to wait for the device to connect and to ask for methods: 0 to 300, default 0. */
  readonly connectTimeout?: number;
  /** Seconds to wait for the answer: 5 to 300, default 30. */
  readonly responseTimeout?: number;
}

/** What the device answered. */
export interface MethodAnswer {
  readonly status: number;
  /** JSON text as the device wrote it; empty when it wrote nothing. */
  readonly payload: string;
}

type AnswerListener = (target: Target, method: string, answer: MethodAnswer) => void;

interface Call {
  readonly target: Target;
  readonly request: MethodRequest;
  readonly settle: (outcome: MethodAnswer | ServiceError) => void;
  cancelTimer: () => void;
  requestId?: string;
}

/** Largest payload each way: 128 KB. */
export const methodPayloadBytes: number = 131_072;

const defaults = { connectTimeout: 0, responseTimeout: 30 } as const;
const inFlightPerDevice = 10;

// The Node service SDK gives up after exactly the sum of both time-outs; the hub's own answer must come first.
const answerAhead = 250;

/** Direct methods under way: waiting for their device, or for its answer. */
export class Methods {
  readonly #sessions: Sessions;
  readonly #clock: HubClock;
  readonly #calls = new Set<Call>();
  readonly #answered: AnswerListener;
  #requests = 0;

  /** `answered` is told of every answer that somebody waited for. */
  constructor(sessions: Sessions, clock: HubClock, answered: AnswerListener = () => {}) {
    this.#sessions = sessions;
    this.#clock = clock;
    this.#answered = answered;
  }

  /** Rejects with a `ServiceError`: not online, no answer in time, connection lost, too many at once. */
  async invoke(target: Target, request: MethodRequest): Promise<MethodAnswer> {
    checkRequest(request);
    const pending = this.#callsOf(target).length;
    if (pending >= inFlightPerDevice) {
      throw new ServiceError(
        "DeviceMaximumInflightMethodExceeded",
        `${clientId(target)} has ${pending} direct methods in flight already`,
      );
    }
    return new Promise((resolve, reject) => {
      const call: Call = {
        target,
        request,
        cancelTimer: () => {},
        settle: (outcome) => {
          if (!this.#calls.delete(call)) return;
          call.cancelTimer();
          if (outcome instanceof ServiceError) reject(outcome);
          else resolve(outcome);
        },
      };
      this.#calls.add(call);
      this.#start(call);
    });
  }

  /** A client has asked for methods: what waits for it goes out. */
  ready(session: Session): void {
    for (const call of this.#callsOf(session.target)) {
      if (call.requestId === undefined) this.#deliver(call, session);
    }
  }

  /** A client's connection is gone: what it has not answered fails at once. */
  gone(target: Target): void {
    for (const call of this.#callsOf(target)) {
      if (call.requestId === undefined) continue;
      call.settle(
        new ServiceError(
          "DeviceConnectionClosedRemotely",
          "The device closed its connection before it answered the direct method.",
        ),
      );
    }
  }

  /** A device's answer; one that nobody waits for is ignored. */
  answer(target: Target, requestId: string, answer: MethodAnswer): void {
    const call = this.#callsOf(target).find((pending) => pending.requestId === requestId);
    if (!call) return;
    call.settle(readAnswer(answer));
    this.#answered(target, call.request.name, answer);
  }

  #start(call: Call): void {
    const session = this.#sessions.find(call.target);
    if (session?.takesMethods) {
      this.#deliver(call, session);
      return;
    }
    const { connectTimeout = defaults.connectTimeout } = call.request;
    const offline = new ServiceError(
      "DeviceNotOnline",
      connectTimeout > 0
        ? "Timed out waiting for device to connect."
        : "The operation failed because the requested device isn't online.",
    );
    if (connectTimeout === 0) call.settle(offline);
    else call.cancelTimer = this.#clock.after(connectTimeout * 1000, () => call.settle(offline));
  }

  #deliver(call: Call, session: Session): void {
    call.cancelTimer();
    this.#requests += 1;
    call.requestId = this.#requests.toString(16);
    const { responseTimeout = defaults.responseTimeout, name, payload } = call.request;
    call.cancelTimer = this.#clock.after(responseTimeout * 1000 - answerAhead, () =>
      call.settle(
        new ServiceError("GatewayTimeout", "Timed out waiting for the response from device."),
      ),
    );
    session.deliverMethod({ requestId: call.requestId, name, payload });
  }

  #callsOf(target: Target): readonly Call[] {
    const id = clientId(target);
    return [...this.#calls].filter((call) => clientId(call.target) === id);
  }
}

function readAnswer(answer: MethodAnswer): MethodAnswer | ServiceError {
  if (Buffer.byteLength(answer.payload) > methodPayloadBytes) {
    return new ServiceError("GenericBadGateway", "The device answered with more than 128 KB.");
  }
  if (answer.payload === "") return answer;
  try {
    JSON.parse(answer.payload);
    return answer;
  } catch {
    return new ServiceError("GenericBadGateway", "The device answered with what is not JSON.");
  }
}

function checkRequest(request: MethodRequest): void {
  if (
    request.name === "" ||
    Buffer.byteLength(request.name) > 128 ||
    /[/+#\p{Cc}]/u.test(request.name)
  ) {
    throw new ServiceError(
      "ArgumentInvalid",
      `The method name ${JSON.stringify(request.name)} is not valid: 1 to 128 bytes without / + # or control characters`,
    );
  }
  if (Buffer.byteLength(request.payload) > methodPayloadBytes) {
    throw new ServiceError("MessageTooLarge", "The payload of a direct method has at most 128 KB");
  }
  checkSeconds("connectTimeoutInSeconds", request.connectTimeout, 0);
  checkSeconds("responseTimeoutInSeconds", request.responseTimeout, 5);
}

function checkSeconds(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= 300)) return;
  throw new ServiceError(
    "ArgumentInvalid",
    `${name} is ${value}; expected a whole number from ${least} to 300`,
  );
}
