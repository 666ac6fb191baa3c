import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type FunctionName, httpRoutes } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability } from './observability.ts'

/** The route and never the path: paths and query strings may carry guest links and keys. */
const accessLogFormat = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
}

/** The HTTP API (payload 2.0) with the routes of the parts list, logged and throttled. */
export class DeskHttpApi extends Construct {
  readonly api: HttpApi

  constructor(scope: Construct, id: string, { observability }: { observability: Observability }) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false })
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // Above any honest desk, below the account's share: a flood costs cents, not the other stacks' capacity.
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFormat)),
      },
    })
    observability.alarm('SiteErrors', {
      says: 'The console or the API answered 5xx more than 5 times in 5 minutes.',
      runbook: 'The site answers with errors',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 5,
    })
  }

  /** Adds the routes, once the functions behind them exist. */
  addRoutes(functions: Record<FunctionName, DeskFunction>): void {
    for (const { route, function: name } of httpRoutes) {
      const added = new HttpRoute(this, route, {
        httpApi: this.api,
        routeKey: routeKeyOf(route),
        integration: new HttpLambdaIntegration(`${name}Integration`, functions[name]),
      })
      Validations.of(added).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Sessions, API keys and guest links are told apart and checked in the function, route by route.',
      })
    }
  }
}

/** `ANY /api/v1/{proxy+}` or `$default`, as API Gateway spells them. */
function routeKeyOf(route: string): HttpRouteKey {
  if (route === '$default') return HttpRouteKey.DEFAULT
  const [verb, path] = route.split(' ')
  const method = Object.values(HttpMethod).find(known => known === verb)
  if (method === undefined || path === undefined) throw new Error(`"${route}" is no route of an HTTP API`)
  return HttpRouteKey.with(path, method)
}
