import type { Route } from "./route.js";
import { json } from "./route.js";

const demand = { anyOf: ["RegistryRead"], actions: ["statistics/read"] } as const;

/** How many devices there are, and how many are connected. */
export const statisticsRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/statistics/devices",
    demand,
    handle: (core) => {
      const devices = core.registry.devices();
      const enabled = devices.filter(({ status }) => status === "enabled").length;
      return json({
        totalDeviceCount: devices.length,
        enabledDeviceCount: enabled,
        disabledDeviceCount: devices.length - enabled,
      });
    },
  },
  {
    method: "GET",
    path: "/statistics/service",
    demand,
    handle: (core) => json({ connectedDeviceCount: core.sessions.connectedDevices }),
  },
];
