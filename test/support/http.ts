// Requests as they go over the wire: what the typed client hides, such as cookies, headers and statuses.

export type WireAnswer = {
  status: number
  headers: Headers
  /** Each Set-Cookie header, whole. */
  cookies: string[]
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: the answer to whatever was sent
  json: any
}

/** Sends a request to the API. Redirects are not followed. */
export async function send(url: string, init: RequestInit = {}): Promise<WireAnswer> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  // The answer to HEAD has the type of a body, and none.
  const json = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null
  return {
    status: response.status,
    headers: response.headers,
    cookies: response.headers.getSetCookie(),
    text,
    json,
  }
}

/** Posts a document as JSON. */
export const post = (
  url: string,
  document: { toString(): string },
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<WireAnswer> =>
  send(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document.toString(), variables }),
  })

/** What a browser sends back of a Set-Cookie header: name and value. */
export const cookiePair = (setCookie: string | undefined): string => setCookie?.split(';')[0] ?? ''

/** The value alone. */
export const cookieValue = (setCookie: string | undefined): string =>
  cookiePair(setCookie).split('=')[1] ?? ''
