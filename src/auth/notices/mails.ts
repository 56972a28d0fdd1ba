// Where the links in mails lead. The token is in the fragment, which browsers send to no server, so it is in no log and
// no Referer. The page that it opens sends it on by POST.

export const notMeUrl = (publicUrl: string, token: string): string => `${publicUrl}/not-me#${token}`
export const resetPasswordUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/reset-password#${token}`
export const acceptInvitationUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/accept-invitation#${token}`
