import { createSasToken } from "twinplug/hub";

/** A service request as text, signed with the hub's owner policy. */
export function request({ hostName, connectionStrings }, method, path, body = "") {
  const [, key] = /SharedAccessKey=(.*)$/.exec(connectionStrings.iothubowner);
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const lines = [
    `${method} ${path}?api-version=2021-04-12 HTTP/1.1`,
    `Host: ${hostName}`,
    "Accept: application/json",
    `Authorization: ${createSasToken(hostName, key, inAnHour, "iothubowner")}`,
    ...(body === ""
      ? []
      : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
