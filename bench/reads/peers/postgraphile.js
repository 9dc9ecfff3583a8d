// A peer: PostGraphile over the same tables, with the names that it generates.
import { createServer } from "node:http";
import jwt from "jsonwebtoken";
import { postgraphile } from "postgraphile";
import { TYPES } from "postgraphile/@dataplan/pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { SafeError } from "postgraphile/grafast";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableOrderBy, orderByAscDesc } from "postgraphile/utils";

const { DATABASE_URL, POOL_SIZE, PORT, TIERLINE_SECRET } = process.env;

// The clients under a partner come by their names, which are in another table.
const creditsByClientName = addPgTableOrderBy({ schemaName: "public", tableName: "client_credit" }, ({ sql }) =>
  orderByAscDesc("CLIENT_NAME", (credits) => ({
    fragment: sql`(select client.name_key from public.client where client.id = ${credits}.client_id)`,
    codec: TYPES.text,
    nullable: false,
  })),
);

const checkToken = (header) => {
  const [scheme, token] = (header ?? "").split(" ");
  try {
    if (scheme.toLowerCase() !== "bearer") throw new Error("no bearer token");
    jwt.verify(token, TIERLINE_SECRET, { algorithms: ["HS256"] });
  } catch (error) {
    throw new SafeError(error.message, { statusCode: 401 });
  }
};

const server = createServer();
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [creditsByClientName],
  pgServices: [
    makePgService({ connectionString: DATABASE_URL, schemas: ["public"], poolConfig: { max: Number(POOL_SIZE) } }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false },
  grafast: {
    context: ({ node }) => {
      checkToken(node?.req.headers.authorization);
      return {};
    },
  },
});
await instance.createServ(grafserv).addTo(server);
server.listen(Number(PORT), "127.0.0.1");
