import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'

/** The value of an SSM parameter, decrypted where it is a SecureString. */
export async function readParameter(name: string): Promise<string> {
  const client = new SSMClient({ maxAttempts: 3 })
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    if (!Parameter?.Value) throw new Error(`The SSM parameter ${name} is empty`)
    return Parameter.Value
  } finally {
    client.destroy()
  }
}
