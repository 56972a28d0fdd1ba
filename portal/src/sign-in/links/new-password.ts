// What a new password must be, as far as a browser can say: the rest says the API.
export const newPasswordHint = '12 characters or more. A few unrelated words are easy to keep in mind.'

export const validateNewPassword = (password: string): string | null =>
  [...password].length < 12 ? 'Use at least 12 characters.' : null
