import { App, Validations } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import { DeskStack } from './aws/desk-stack.ts'
import { bundleAll, bundleEntry, bundleFolder } from './bundle.ts'
import { readDeployConfig } from './config.ts'

const app = new App()
const config = readDeployConfig(key => app.node.tryGetContext(key), process.env)

await bundleAll()
await bundleEntry('active-rule-set', 'infra/aws/active-rule-set-handler.ts')

new DeskStack(app, 'Docket', { config, codeOf: name => Code.fromAsset(bundleFolder(name)) })
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
