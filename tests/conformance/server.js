// Where the server under test is, and how it is asked.
export const url = process.env.TIERLINE_URL;
export const authorization = `Bearer ${process.env.TIERLINE_TOKEN}`;
export const socketUrl = url.replace(/^http/, "ws");

export const authorizedFetch = (target, { headers = {}, ...options } = {}) =>
  fetch(target, { ...options, headers: { ...headers, authorization } });
