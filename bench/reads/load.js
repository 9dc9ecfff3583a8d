// A closed loop of connections that each send a list of requests over and over, until there are as many answers as the
// job says. Reads the job from the file that is its argument, writes what came back to standard output, as JSON.
import { readFileSync } from "node:fs";
import autocannon from "autocannon";

const TIMEOUT_SECONDS = 60;

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const times = [];
let started = 0;
let ended = 0;

const began = performance.now();
const before = process.cpuUsage();
const run = autocannon({
  url: job.url,
  connections: job.connections,
  amount: job.amount,
  timeout: TIMEOUT_SECONDS,
  sampleInt: 100, // how often, in milliseconds, it looks whether it has all answers
  // Each connection begins at another place of the list, so that they do not all ask for the same at once.
  setupClient: (client) => {
    const first = Math.floor((started++ * job.requests.length) / job.connections);
    client.setRequests([...job.requests.slice(first), ...job.requests.slice(0, first)]);
  },
  // An answer of another size than all that were compared is an error that came as a success.
  verifyBody: (body) => body.length >= job.shortest && body.length <= job.longest,
});
run.on("response", (_client, _status, _bytes, milliseconds) => {
  times.push(milliseconds);
  ended = performance.now();
});

const { errors, mismatches, non2xx, throughput } = await run;
const { user, system } = process.cpuUsage(before);
const seconds = (ended - began) / 1000;
times.sort((one, other) => one - other);
const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;
console.log(
  JSON.stringify({
    answers: times.length,
    seconds,
    failed: errors + mismatches + non2xx,
    p50: percentile(0.5),
    p99: percentile(0.99),
    bytes: throughput.total,
    busy: (user + system) / 1e6 / seconds,
  }),
);
