// The state of a code that is being typed: one try at a time, and what was wrong with the last.
import { useState } from 'react'
import { codeLength } from './code-input.tsx'

/** @param check sends the code, and returns what is wrong with it, or null if it was right. */
export function useCode(check: (code: string) => Promise<string | null>) {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)

  const submit = async (given: string) => {
    if (given.length < codeLength) return setError(`Enter all ${codeLength} digits of the code.`)
    const wrong = await check(given)
    setError(wrong)
    if (wrong) setCode('')
  }
  return {
    submit: () => void submit(code),
    clear: () => {
      setCode('')
      setError(null)
    },
    input: {
      value: code,
      onChange: (value: string) => {
        setCode(value)
        if (value) setError(null)
      },
      onComplete: (value: string) => void submit(value),
      error,
    },
  }
}
