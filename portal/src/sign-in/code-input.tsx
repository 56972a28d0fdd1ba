// Six boxes for an emailed code. Pasting fills all of them, and so does a phone that offers the code.
import { Input, PinInput } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'

export const codeLength = 6

type CodeInputProps = {
  value: string
  onChange: (value: string) => void
  onComplete: (value: string) => void
  error: string | null
  /** While the code is checked. */
  readOnly: boolean
}

export function CodeInput({ value, onChange, onComplete, error, readOnly }: CodeInputProps) {
  const id = useId()
  const boxes = useFocusAfter(error)
  // PinInput's own onComplete misses a second code that is pasted whole.
  const change = (next: string) => {
    onChange(next)
    if (next.length === codeLength && next !== value) onComplete(next)
  }
  return (
    <div>
      <Input.Label component="div" id={`${id}-label`} mb={6}>
        Verification code
      </Input.Label>
      <PinInput
        role="group"
        aria-labelledby={`${id}-label`}
        length={codeLength}
        type="number"
        inputMode="numeric"
        oneTimeCode
        autoFocus
        size="lg"
        gap="xs"
        placeholder=""
        value={value}
        onChange={change}
        error={error !== null}
        readOnly={readOnly}
        rootRef={boxes}
        getInputProps={(index) => ({
          'aria-label': `Digit ${index + 1} of ${codeLength}`,
          ...(error && { 'aria-describedby': `${id}-error` }),
        })}
      />
      <CodeError id={`${id}-error`}>{error}</CodeError>
    </div>
  )
}

/** Puts the focus on the first digit when there is an error: the next try starts there. */
function useFocusAfter(error: string | null) {
  const boxes = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) boxes.current?.querySelector('input')?.focus()
  }, [error])
  return boxes
}

function CodeError({ id, children }: { id: string; children: string | null }) {
  if (!children) return null
  return (
    <Input.Error id={id} role="alert" mt={8} size="sm">
      {children}
    </Input.Error>
  )
}
