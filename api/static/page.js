// Opens GraphiQL. All that it remembers is in the storage of this tab: a reload keeps it, the token too, and closing the
// tab ends it.
const storage = window.sessionStorage;
const HEADERS = "graphiql:headers";
const TABS = "graphiql:tabState";

const WELCOME = `# Who am I, and which partners do I see?
# A token goes into the Headers tab below, as {"Authorization": "Bearer TOKEN"};
# queries and subscriptions both use it.

{
  viewer {
    role
  }
  partners(first: 10) {
    totalCount
    edges {
      node {
        name
        tier {
          name
        }
        standing {
          asOf
          soldMrr
          managedMrr
          medianAppUsage
        }
      }
    }
  }
}
`;

// The part of an address after # is never sent to a server, so a link may carry a token there: /graphql#token=...
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  const headers = JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2);
  storage.setItem(HEADERS, headers);
  const kept = JSON.parse(storage.getItem(TABS) ?? "null");
  if (kept) storage.setItem(TABS, JSON.stringify({ ...kept, tabs: kept.tabs.map((tab) => ({ ...tab, headers })) }));
}

// What a link asks for, /graphql?query=...&variables=...&operationName=..., is shown, and runs when its reader says so.
function takeRequest() {
  const asked = new URLSearchParams(location.search);
  return {
    query: asked.get("query") || undefined,
    variables: asked.get("variables") || undefined,
    operationName: asked.get("operationName") || undefined,
  };
}

takeToken();
const url = location.origin + location.pathname;
ReactDOM.render(
  React.createElement(GraphiQL, {
    ...takeRequest(),
    fetcher: GraphiQL.createFetcher({ url, subscriptionUrl: url.replace(/^http/, "ws") }),
    defaultQuery: WELCOME,
    defaultEditorToolsVisibility: "headers",
    headers: storage.getItem(HEADERS) ?? undefined,
    inputValueDeprecation: true,
    shouldPersistHeaders: true,
    storage,
  }),
  document.getElementById("graphiql"),
);
