// HTTP answers outside GraphQL. Every error has the shape { error: { code, message } }.
import type { ServerResponse } from 'node:http'

/** Answers with JSON. Caches must not store it. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(`${JSON.stringify(body)}\n`)
}

/** Answers with an error: a stable code for programs and a message for people. */
export const sendError = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { error: { code, message } })
