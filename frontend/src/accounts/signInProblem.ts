const sentences: Record<string, string> = {
  cancelled: "The sign-in was cancelled, or the identity provider denied it. Nothing was changed.",
  expired: "This sign-in took longer than ten minutes, or it began in another browser or tab. Try again.",
  provider_unavailable: "The identity provider does not answer. Try again in a minute, or sign in with an API key.",
  provider_error:
    "The identity provider sent an answer that cannot be accepted. The log of Isograd says why. Tell an administrator.",
  account_inactive: "This account is not active. Ask an administrator of Isograd.",
  no_project: "None of your groups has access to a project. Ask an administrator of Isograd.",
  no_public_url: "The setting ISOGRAD_WEB_PUBLIC_URL is missing, so the identity provider cannot send you back. Tell an administrator.",
  identity_unusable: "The identity provider did not say who you are. Tell an administrator.",
  too_many_failures: "Too many sign-ins from your network failed. Wait a minute and try again.",
  unavailable: "Isograd cannot reach its database. Try again in a minute.",
};

/** Returns what went wrong at the identity provider, in words. The code comes from the address, so it is never shown. */
export function signInProblem(code: string): string {
  return Object.hasOwn(sentences, code) ? (sentences[code] ?? "") : "The sign-in did not succeed. Try again.";
}
