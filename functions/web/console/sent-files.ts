import { DeskError } from '../../../shared/domain/errors.ts'
import { storeUploads } from '../../../shared/use-cases/store-uploads.ts'
import type { Visit } from '../door.ts'
import { attempt, type RawForm } from '../form.ts'
import type { FileTrouble, MultipartForm } from '../multipart-form.ts'
import type { Strings } from '../strings.ts'
import { listsOf, withFiles } from './composer-form.ts'

/** The form with the files that it brought among those it names; or what is wrong with them. */
export async function withSentFiles(
  { desk, agent, strings }: Visit,
  { form, files, trouble }: MultipartForm,
): Promise<{ form: RawForm; trouble?: string }> {
  if (trouble !== undefined) return { form, trouble: troubleOf(strings, trouble) }
  const stored = await attempt(storeUploads(desk, agent, files))
  if (stored instanceof DeskError)
    return { form, trouble: strings.refusals.whole(stored.code, stored.message) }
  return { form: withFiles(form, [...listsOf(form).fileIds, ...stored.map(({ id }) => id)]) }
}

function troubleOf({ writing: words }: Strings, trouble: FileTrouble): string {
  switch (trouble) {
    case 'too-many':
      return words.filesTooMany
    case 'too-large':
      return words.filesTooLarge
    case 'empty':
      return words.fileEmpty
  }
}
