export function makeSitePage(html: string, policy: string, version: string): string
export function readPolicy(): string
export function makeSite(): { readonly folder: string; readonly count: number; readonly bytes: number }
