// Opens GraphiQL. All that it remembers is in the storage of this tab: a reload keeps it, the token too, and closing the
// tab ends it.
const storage = window.sessionStorage;
const HEADERS = "tierline:headers"; // GraphiQL forgets headers, unless it may keep them with its history
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
  storage.setItem(HEADERS, JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2));
}

// What a link asks for, /graphql?query=...&variables=...&operationName=..., is shown, and runs when its reader says so.
// Without that it is what was open before a reload, which is taken out of what was kept: GraphiQL adds what it is given.
function takeRequest() {
  let asked = Object.fromEntries(new URLSearchParams(location.search));
  const kept = JSON.parse(storage.getItem(TABS) ?? "null");
  if (!asked.query && kept) {
    [asked] = kept.tabs.splice(kept.activeTabIndex, 1);
    if (kept.tabs.length) storage.setItem(TABS, JSON.stringify({ ...kept, activeTabIndex: 0 }));
    else storage.removeItem(TABS);
  }
  const { query, variables, operationName } = asked;
  return { query: query || undefined, variables: variables || undefined, operationName: operationName || undefined };
}

takeToken();
window.addEventListener("hashchange", () => location.reload()); // such a link was opened where the page is open already
const headers = storage.getItem(HEADERS) ?? undefined;
const url = location.origin + location.pathname;
ReactDOM.render(
  React.createElement(GraphiQL, {
    ...takeRequest(),
    fetcher: GraphiQL.createFetcher({ url, subscriptionUrl: url.replace(/^http/, "ws") }),
    defaultQuery: WELCOME,
    defaultEditorToolsVisibility: "headers",
    defaultHeaders: headers, // of further tabs
    headers,
    inputValueDeprecation: true,
    onEditHeaders: (edited) => edited && storage.setItem(HEADERS, edited),
    storage,
  }),
  document.getElementById("graphiql"),
);
