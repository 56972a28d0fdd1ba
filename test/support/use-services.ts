// The services of a test file (or of one `describe`) that calls verbs without HTTP, as `useApp` is for the API:
//
//   const services = useServices()
//   let session: CurrentSession
//   beforeAll(async () => {
//     session = await services.signIn(owner)
//   })
//
// They start before the tests and stop after them. What is left open then fails the file.
import { afterAll, beforeAll } from 'vitest'
import { startTestServices, type TestServices } from './services.ts'
import { watchForLeaks } from './use-app.ts'

export function useServices(): TestServices {
  // Filled once they have started: a test file's functions can name them before that.
  const services = {} as TestServices
  let endWatch: (() => Promise<void>) | undefined
  beforeAll(async () => {
    endWatch = watchForLeaks()
    Object.assign(services, await startTestServices())
  })
  afterAll(async () => {
    await services.stop?.()
    await endWatch?.()
  })
  return services
}
