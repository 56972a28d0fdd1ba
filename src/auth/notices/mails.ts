// The addresses of the links in mails. The token is in the fragment, which browsers do not send, so no log and no Referer
// contains it. The page that opens sends it by POST.

export const notMeUrl = (publicUrl: string, token: string): string => `${publicUrl}/not-me#${token}`
export const resetPasswordUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/reset-password#${token}`
export const acceptInvitationUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/accept-invitation#${token}`
