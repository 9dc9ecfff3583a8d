// Where the server under test is, and how it is asked.
export const url = process.env.TIERLINE_URL;
export const authorization = `Bearer ${process.env.TIERLINE_TOKEN}`;
export const socketUrl = url.replace(/^http/, "ws");

export const authorizedFetch = (target, { headers = {}, ...options } = {}) =>
  fetch(target, { ...options, headers: { ...headers, authorization } });

// For clients that follow changes, which `live.py` commits: the cursor to begin after, and how many come.
export const after = process.env.TIERLINE_AFTER;
export const count = Number(process.env.TIERLINE_COUNT);
