// Sockets that speak graphql-transport-ws and count what they get, as cheaply as that can be done.
//
// Lines of JSON on standard input say what to do, lines of JSON on standard output what became of it:
//   {"do": "open", url, init, query, variables: [...], returning}  a socket for each of the variables; answered when
//     each has its first frame. Those that are `returning` come back after a loss, `after` the last cursor they got.
//   {"do": "expect", frames, record}  answered at once, and again when every socket has so many more frames.
// Times are microseconds of the monotonic clock, which all processes of a machine share.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import WebSocket from "ws";

const OPENING = 100; // sockets that shake hands at a time
const SHORTEST_NEXT = 64; // bytes; acknowledgements and pings are shorter
const RETRY_MS = 1000; // half of it to half as much again, so that they do not all come at once

const now = () => Number(process.hrtime.bigint() / 1000n);
const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const cursorOf = (data) => JSON.parse(data).payload.data.tierChanges.cursor;

class Watching {
  constructor(asked, variables, onFirst) {
    Object.assign(this, { asked, variables, onFirst });
    this.frames = 0;
    this.seen = "";
    this.connect();
  }

  connect() {
    const { url, init, query } = this.asked;
    const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false, skipUTF8Validation: true });
    const send = (message) => socket.send(JSON.stringify(message));
    socket.on("open", () => send({ type: "connection_init", payload: init }));
    socket.on("message", (data) => {
      if (data.length >= SHORTEST_NEXT && data.indexOf("next", 40) > 0) this.take(data);
      else {
        const { type, ...rest } = JSON.parse(data);
        if (type === "connection_ack") {
          send({ id: randomUUID(), type: "subscribe", payload: { query, variables: this.variables } });
        } else if (type === "ping") send({ type: "pong" });
        else if (type !== "pong") fail(`an unexpected message: ${type} ${JSON.stringify(rest)}`);
      }
    });
    socket.on("error", () => {});
    socket.on("close", (code, reason) => {
      if (!this.asked.returning) fail(`a socket was closed: ${code} ${reason}`);
      setTimeout(() => this.connect(), RETRY_MS * (0.5 + Math.random()));
    });
  }

  take(data) {
    if (this.asked.returning) this.variables = { ...this.variables, after: cursorOf(data) };
    if (this.onFirst) {
      this.onFirst();
      this.onFirst = undefined;
      return;
    }
    this.frames += 1;
    expected?.take(this, data);
  }
}

class Expected {
  constructor({ frames, record }) {
    Object.assign(this, { frames, record });
    this.missing = frames * watching.length;
    this.receipts = {}; // of each cursor: when it came
    this.cpu = process.cpuUsage();
    this.began = now();
    for (const one of watching) Object.assign(one, { frames: 0, seen: "" });
  }

  take(one, data) {
    if (this.record || one.asked.returning) {
      const cursor = cursorOf(data);
      one.seen += `${cursor} `;
      if (this.record) (this.receipts[cursor] ??= []).push(now());
    }
    this.missing -= 1;
    if (this.missing === 0) this.finish(data);
  }

  finish(data) {
    const last = now();
    const { user, system } = process.cpuUsage(this.cpu);
    const uneven = watching.filter((one) => one.frames !== this.frames).length;
    const orders = [...new Set(watching.map((one) => one.seen))];
    const busy = (user + system) / (last - this.began);
    tell({ last, busy, uneven, orders, receipts: this.receipts, sample: data.toString() });
  }
}

let watching = [];
let expected;

async function open(asked) {
  const waiting = asked.variables.values();
  const openSome = async () => {
    for (const variables of waiting) {
      await new Promise((resolve) => watching.push(new Watching(asked, variables, resolve)));
    }
  };
  await Promise.all(Array.from({ length: OPENING }, openSome));
  tell({ opened: watching.length });
}

function fail(reason) {
  tell({ failed: reason });
  process.exit(1);
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.do === "open") await open(command);
  else {
    expected = new Expected(command);
    tell({ expecting: true });
  }
}
process.exit(0);
