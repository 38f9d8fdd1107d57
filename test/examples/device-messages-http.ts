import { connectDevice } from "twinplug/device";

// A device that sleeps most of the time: over HTTP it looks for messages now and then.
const device = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  transport: "http",
});
let tries = 0;
await new Promise<void>((done) => {
  void device.onMessage(
    (message) => {
      const text = message.text();
      console.log(`received ${text}`);
      if (text === "goodbye") done();
      // Given back, it comes again; so it does when the handler throws.
      if (text === "difficult" && ++tries < 3) return "abandon";
      return text === "nonsense" ? "reject" : "complete";
    },
    { pollSeconds: Number(process.env.POLL_SECONDS ?? 1500) },
  );
});
await device.close();
