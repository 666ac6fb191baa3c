import type { Hono } from 'hono'
import { type Permission, permissions } from '../../shared/domain/actor.ts'

type RoutePermission = Permission | 'public'

const permissionsByApp = new WeakMap<Hono, Map<string, RoutePermission>>()

/** Notes what a route asks of its caller; a route is hung nowhere but after this. */
export function askPermission(app: Hono, route: string, permission: RoutePermission): void {
  if (permission !== 'public' && !permissions.includes(permission)) {
    throw new Error(`${route} asks for "${permission}", which is no permission`)
  }
  const known = permissionsByApp.get(app) ?? new Map<string, RoutePermission>()
  if (known.has(route)) throw new Error(`${route} is served twice`)
  permissionsByApp.set(app, known.set(route, permission))
}

/** What each route of an API asks of its caller, by `GET /api/v1/tickets/:number`. */
export function routePermissions(app: Hono): ReadonlyMap<string, RoutePermission> {
  return permissionsByApp.get(app) ?? new Map()
}

/** Throws for a route that nobody gave a permission: what is not said to be open to somebody is open to nobody. */
export function assertRoutesAsk(app: Hono): void {
  const known = routePermissions(app)
  for (const { method, path } of app.routes) {
    const isMiddleware = method === 'ALL' && path === '/*'
    if (!isMiddleware && !known.has(`${method} ${path}`)) {
      throw new Error(`${method} ${path} asks for no permission`)
    }
  }
}
