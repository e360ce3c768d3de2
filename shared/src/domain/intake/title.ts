/** The name in a title such as `[MLOps] Training request: churn` or `[MLOps] モデル学習リクエスト: churn`; undefined without one. */
export function nameInTitle(title: string): string | undefined {
  const match = /^\s*[[［]MLOps[\]］][^:：]{0,200}[:：](.*)$/i.exec(fullWidthName(title.slice(0, 1024)))
  const name = match?.[1]?.trim()
  return name === '' ? undefined : name
}

/** `ＭＬＯｐｓ`, as Japanese keyboards write it between their brackets. */
function fullWidthName(title: string): string {
  return title.replace(/^\s*[[［](\p{L}{5})(?=[\]］])/u, opening => opening.normalize('NFKC'))
}

/** A model id made of a name: lower-case ASCII letters, digits and single hyphens, at most 48; undefined if none is left. */
export function modelIdFrom(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 49)
    .replace(/^-/, '')
    .slice(0, 48)
    .replace(/-$/, '')
  return slug === '' ? undefined : slug
}

/** The model id in the first title that names one, undefined without any. */
export function modelIdInTitles(titles: readonly (string | undefined)[]): string | undefined {
  for (const title of titles) {
    const name = title === undefined ? undefined : nameInTitle(title)
    const id = name === undefined ? undefined : modelIdFrom(name)
    if (id !== undefined) return id
  }
  return undefined
}

/** The model id of a request that names none: from the issue's title, else that of the wrapped request, else `model-<issue number>`. */
export function defaultModelId(title: string, issueNumber: number, wrappedTitle?: string): string {
  return modelIdInTitles([title, wrappedTitle]) ?? `model-${issueNumber}`
}
