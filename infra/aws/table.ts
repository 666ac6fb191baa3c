import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import {
  copiedAttributes,
  type IndexSchema,
  type KeyAttribute,
  type TableSchema,
  tableSchema,
} from '../../shared/store/schema.ts'
import type { TableAction } from '../parts.ts'

const schema: TableSchema = tableSchema

/** The single table of `shared/store/schema`, kept whatever happens to the stack. */
export class DeskTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: attribute(schema.partitionKey),
      sortKey: attribute(schema.sortKey),
      timeToLiveAttribute: schema.timeToLiveAttribute,
      stream: StreamViewType[schema.stream],
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // AWS's own key: encrypted all the same, free, and no KMS quota between the desk and its table.
      encryption: TableEncryption.DEFAULT,
    })
    for (const index of schema.indexes) this.addIndex(index)
  }

  /** Allows exactly these actions; only a Query reaches the indexes, and each index by its own name. */
  grantActions(grantee: IGrantable, actions: readonly TableAction[]): void {
    const indexArns = schema.indexes.map(({ name }) => `${this.tableArn}/index/${name}`)
    const allow = (wanted: readonly TableAction[], resources: string[]) => {
      if (wanted.length === 0) return
      const statement = new PolicyStatement({
        actions: wanted.map(action => `dynamodb:${action}`),
        resources,
      })
      grantee.grantPrincipal.addToPrincipalPolicy(statement)
    }
    allow(
      actions.filter(action => action !== 'Query'),
      [this.tableArn],
    )
    allow(
      actions.filter(action => action === 'Query'),
      [this.tableArn, ...indexArns],
    )
  }

  private addIndex(index: IndexSchema): void {
    const copied = copiedAttributes(schema, index)
    this.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: attribute(index.partitionKey),
      sortKey: attribute(index.sortKey),
      ...(copied === 'all'
        ? { projectionType: ProjectionType.ALL }
        : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: copied }),
    })
  }
}

function attribute({ name, type }: KeyAttribute) {
  return { name, type: type === 'N' ? AttributeType.NUMBER : AttributeType.STRING }
}
