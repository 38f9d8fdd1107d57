import rhea from "rhea";

/** An event endpoint that is made for one client: rhea and the encoded events of each partition. Answers its port. */
export function startBareEventEndpoint(hubName, partitions) {
  const container = rhea.create_container();
  container.sasl_server_mechanisms.enable_anonymous();
  const replies = new Map();
  container.on("sender_open", ({ sender }) => {
    const address = sender.source.address;
    const [, partition] = /\/partitions\/(\d+)$/i.exec(address) ?? [];
    sender.set_source({ address });
    if (partition === undefined) {
      replies.set(sender.target.address ?? address, sender);
      replies.set(address, sender);
      return;
    }
    const events = partitions[partition];
    let next = 0;
    sender.on("sendable", () => {
      while (next < events.length && sender.sendable()) sender.send(events[next++], undefined, 0);
    });
  });
  container.on("message", ({ message, delivery, receiver }) => {
    delivery.accept();
    const { address } = receiver.target;
    const reply = replies.get(message.reply_to) ?? replies.get(address);
    reply.send({
      correlation_id: message.message_id,
      application_properties: { "status-code": rhea.types.wrap_int(200) },
      body: address === "$management" ? describe(message.application_properties) : undefined,
    });
  });
  const describe = ({ type, partition }) =>
    type === "com.microsoft:eventhub"
      ? {
          name: hubName,
          created_at: new Date(),
          partition_count: rhea.types.wrap_int(partitions.length),
          partition_ids: rhea.types.wrap_array(
            partitions.map((_, id) => String(id)),
            0xa1,
          ),
        }
      : { name: hubName, partition };
  return new Promise((resolve) => {
    const server = container.listen({ port: 0, host: "127.0.0.1" });
    server.once("listening", () => resolve(server.address().port));
  });
}
