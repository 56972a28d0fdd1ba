// A subscription over server-sent events, read as text.

export type EventStream = {
  response: Response
  /** Reads until the text matches; comments that keep the connection alive are skipped. */
  until(pattern: RegExp): Promise<string>
  leave(): void
}

/** Subscribes by POST. */
export async function openEventStream(
  url: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const controller = new AbortController()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return {
    response,
    async until(pattern) {
      let text = ''
      while (!pattern.test(text)) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) throw new Error(`The stream has ended after: ${text}`)
        text += value
      }
      return text
    },
    leave: () => controller.abort(),
  }
}
