// A client of the API as a browser has one: it keeps cookies, and sends the header that no foreign page can.
import type { TypedDocumentString } from './gql/graphql.ts'

export type Browser = {
  cookies: Map<string, string>
  /** The Set-Cookie lines of the last answer. */
  setCookies(): string[]
  /** Sends a document and returns its data; fails the test when there are errors. */
  request<T, V>(
    document: TypedDocumentString<T, V>,
    variables?: V,
    headers?: Record<string, string>,
  ): Promise<T>
}

export function createBrowser(url: string, userAgent = 'Firefox/140.0'): Browser {
  const cookies = new Map<string, string>()
  let lines: string[] = []
  const keep = (line: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
  return {
    cookies,
    setCookies: () => lines,
    async request(document, variables, headers) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-graphql-yoga-csrf': '1',
          'user-agent': userAgent,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
        body: JSON.stringify({ query: document.toString(), variables }),
      })
      lines = response.headers.getSetCookie()
      for (const line of lines) keep(line)
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
      if (!data || errors) throw new Error(`The API answered errors: ${JSON.stringify(errors)}`)
      return data as never
    },
  }
}
