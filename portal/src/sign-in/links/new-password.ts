// The part of the password policy that a browser can check. The API checks the rest.
export const newPasswordHint = '12 characters or more. A few unrelated words are easy to keep in mind.'

export const validateNewPassword = (password: string): string | null =>
  [...password].length < 12 ? 'Use at least 12 characters.' : null
