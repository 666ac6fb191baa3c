/** A route of the HTTP API, as API Gateway spells it: `ANY /api/v1/{proxy+}`, `GET /health` or `$default`. */
export interface HttpRoute<Name extends string> {
  route: string
  function: Name
}

export interface MatchedRoute<Name extends string> {
  routeKey: string
  function: Name
  pathParameters?: Record<string, string>
}

/** The first route that takes the request; the list is most specific first. */
export function matchRoute<Name extends string>(
  routes: readonly HttpRoute<Name>[],
  method: string,
  path: string,
): MatchedRoute<Name> | undefined {
  for (const { route, function: name } of routes) {
    if (route === '$default') return { routeKey: route, function: name }
    const [verb, pattern = ''] = route.split(' ')
    if (verb !== 'ANY' && verb !== method) continue
    const pathParameters = matchPath(pattern.split('/'), path.split('/'))
    if (pathParameters === undefined) continue
    const some = Object.keys(pathParameters).length > 0
    return { routeKey: route, function: name, ...(some && { pathParameters }) }
  }
  return undefined
}

/** `{name}` takes one segment, `{name+}` at least one and all that follow. */
function matchPath(pattern: string[], path: string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {}
  for (const [position, segment] of pattern.entries()) {
    const given = path[position]
    const name = /^\{(\w+)(\+?)\}$/.exec(segment)
    if (given === undefined || (name && given === '')) return undefined
    if (name?.[1] && name[2] === '+') return { ...found, [name[1]]: path.slice(position).join('/') }
    if (name?.[1]) found[name[1]] = given
    else if (given !== segment) return undefined
  }
  return path.length === pattern.length ? found : undefined
}
