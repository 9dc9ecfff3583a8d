// The audit of GraphQL over HTTP: every check, also those that the specification only recommends or allows.
import { auditServer } from "graphql-http";
import { authorizedFetch, url } from "./server.js";

const EXPECTED = 61;

const results = await auditServer({ url, fetchFn: authorizedFetch });
const passed = results.filter(({ status }) => status === "ok");
for (const { id, name, status, reason } of results.filter((result) => !passed.includes(result))) {
  console.log(`${status} ${id}: ${name}: ${reason}`);
}
console.log(`${passed.length} of ${results.length} checks passed`);
if (passed.length !== EXPECTED || results.length !== EXPECTED) {
  console.log(`all of ${EXPECTED} have to pass`);
  process.exit(1);
}
