/** A device or one of its modules. */
export interface Target {
  readonly deviceId: string;
  readonly moduleId?: string;
}

/** Only the two ids, of whatever else has them too. */
export function targetOf({ deviceId, moduleId }: Target): Target {
  return moduleId === undefined ? { deviceId } : { deviceId, moduleId };
}

/** One text for a target, the same as its MQTT client id: `dev1` or `dev1/mod1`. */
export function clientId(target: Target): string {
  return target.moduleId === undefined ? target.deviceId : `${target.deviceId}/${target.moduleId}`;
}

/** The opposite of {@link clientId}; nothing when the text is neither form. */
export function parseClientId(text: string): Target | undefined {
  const [deviceId, moduleId, ...rest] = text.split("/");
  if (!deviceId || rest.length > 0 || moduleId === "") return undefined;
  return moduleId === undefined ? { deviceId } : { deviceId, moduleId };
}

const idPattern = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/;

/** Whether a text may name a device or module: 1 to 128 characters, no slash. */
export function isTargetId(text: string): boolean {
  return idPattern.test(text);
}
