import { EventEmitter } from "node:events";
import type { AuthenticationProvider, TransportConfig } from "azure-iot-common";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import type { TokenRenewal, TokenSource } from "./device-options.js";
import type { DeviceSignIn } from "./device-sign-in.js";

/** What the SDK signs one connection in with, and when that is renewed. */
export interface DeviceCredentials {
  readonly provider: AuthenticationProvider;
  /** Told after each renewal of the token. */
  onRenewed(listener: () => void): void;
  /** Ends renewing. */
  stop(): void;
}

/** Seconds; the SDK's own figures. */
const renewalDefaults = { validSeconds: 3600, marginSeconds: 900 };

/** Credentials for one connection, in the form that the SDK's clients are made with. */
export function createCredentials(signIn: DeviceSignIn): DeviceCredentials {
  const { proof, renewal } = signIn;
  switch (proof.kind) {
    case "key":
      return keyCredentials(proof.connectionString, renewal);
    case "token":
      return tokenCredentials(signIn, proof.source, renewal);
    case "x509":
      return certificateCredentials({ ...addressOf(signIn), x509: proof.certificate });
  }
}

function keyCredentials(connectionString: string, renewal: TokenRenewal): DeviceCredentials {
  const { validSeconds, marginSeconds } = { ...renewalDefaults, ...renewal };
  const provider = azureIotDevice.SharedAccessKeyAuthenticationProvider.fromConnectionString(
    connectionString,
    validSeconds,
    marginSeconds,
  );
  return {
    provider,
    onRenewed: (listener) => void provider.on("newTokenAvailable", listener),
    stop: () => provider.stop(),
  };
}

function certificateCredentials(config: TransportConfig): DeviceCredentials {
  const provider = {
    type: azureIotCommon.AuthenticationType.X509,
    getDeviceCredentials: answer(async () => config),
  };
  return { provider, onRenewed: () => undefined, stop: () => undefined };
}

/** The longest that a timer of Node can wait. */
const longestTimer = 2 ** 31 - 1;

/** The SDK's own provider for tokens knows one token only; this one asks for the next before the end of each. */
class TokenProvider extends EventEmitter {
  readonly type = azureIotCommon.AuthenticationType.Token;
  readonly getDeviceCredentials: AuthenticationProvider["getDeviceCredentials"];
  #timer: NodeJS.Timeout | undefined;

  constructor(address: TransportConfig, source: () => string | Promise<string>, margin: number) {
    super();
    let token: string | undefined;
    const next = async (): Promise<TransportConfig> => {
      token = await source();
      this.#plan(token, margin, async () => {
        this.emit("newTokenAvailable", await next());
      });
      return { ...address, sharedAccessSignature: token };
    };
    this.getDeviceCredentials = answer(async () =>
      token === undefined ? next() : { ...address, sharedAccessSignature: token },
    );
  }

  #plan(token: string, margin: number, renew: () => Promise<void>): void {
    this.stop();
    const end = Number(/[?& ]se=(\d+)/.exec(token)?.[1]);
    if (!Number.isFinite(end)) return;
    // At least a second: a source that gives old tokens must not be asked without pause.
    const wait = Math.max(1000, end * 1000 - Date.now() - margin * 1000);
    this.#timer = setTimeout(
      () => {
        // A source that fails: the hub ends the connection with the token, and the next one asks again.
        renew().catch(() => undefined);
      },
      Math.min(wait, longestTimer),
    );
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function tokenCredentials(
  signIn: DeviceSignIn,
  source: TokenSource,
  renewal: TokenRenewal,
): DeviceCredentials {
  const address = addressOf(signIn);
  if (typeof source === "string") {
    // Nobody has another one: it is used until its end.
    const config = { ...address, sharedAccessSignature: source };
    const provider = Object.assign(new EventEmitter(), {
      type: azureIotCommon.AuthenticationType.Token,
      getDeviceCredentials: answer(async () => config),
      stop: () => undefined,
    });
    return { provider, onRenewed: () => undefined, stop: () => undefined };
  }
  const { marginSeconds } = { ...renewalDefaults, ...renewal };
  const provider = new TokenProvider(address, source, marginSeconds);
  return {
    provider,
    onRenewed: (listener) => void provider.on("newTokenAvailable", listener),
    stop: () => provider.stop(),
  };
}

function addressOf({ host, deviceId, moduleId, gateway }: DeviceSignIn): TransportConfig {
  return {
    host,
    deviceId,
    ...(moduleId === undefined ? {} : { moduleId }),
    ...(gateway === undefined ? {} : { gatewayHostName: gateway }),
  };
}

/** The SDK calls it with a callback or without one. */
function answer(
  read: () => Promise<TransportConfig>,
): AuthenticationProvider["getDeviceCredentials"] {
  function get(callback: (error?: Error, config?: TransportConfig) => void): void;
  function get(): Promise<TransportConfig>;
  function get(
    callback?: (error?: Error, config?: TransportConfig) => void,
  ): Promise<TransportConfig> | undefined {
    if (callback === undefined) return read();
    read().then(
      (config) => callback(undefined, config),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
    return undefined;
  }
  return get;
}
