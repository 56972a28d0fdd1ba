// Where the links in mails lead. Tokens are in the fragment: it is sent to no server, and so is in no log and no
// Referer; the page that it opens sends it on, by POST.

export const notMeUrl = (publicUrl: string, token: string): string => `${publicUrl}/not-me#${token}`
export const resetPasswordUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/reset-password#${token}`
export const acceptInvitationUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/accept-invitation#${token}`
