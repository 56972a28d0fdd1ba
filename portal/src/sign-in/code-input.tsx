// Six boxes for a code that was emailed. Pasting fills all of them, and so does a phone that offers the code.
import { Input, PinInput } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'

export const codeLength = 6

type CodeInputProps = {
  value: string
  onChange: (value: string) => void
  onComplete: (value: string) => void
  error: string | null
  /** While it is checked. */
  readOnly: boolean
}

export function CodeInput({ value, onChange, onComplete, error, readOnly }: CodeInputProps) {
  const id = useId()
  const boxes = useRef<HTMLDivElement>(null)
  // The next try begins at the first digit.
  useEffect(() => {
    if (error) boxes.current?.querySelector('input')?.focus()
  }, [error])
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
        // Its own onComplete does not notice a second code that is pasted whole.
        onChange={(next) => {
          onChange(next)
          if (next.length === codeLength && next !== value) onComplete(next)
        }}
        error={error !== null}
        readOnly={readOnly}
        rootRef={boxes}
        getInputProps={(index) => ({
          'aria-label': `Digit ${index + 1} of ${codeLength}`,
          ...(error && { 'aria-describedby': `${id}-error` }),
        })}
      />
      {error && (
        <Input.Error id={`${id}-error`} role="alert" mt={8} size="sm">
          {error}
        </Input.Error>
      )}
    </div>
  )
}
