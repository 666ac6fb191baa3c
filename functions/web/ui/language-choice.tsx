import { usePagePath } from '../page-path.ts'
import { routes } from '../routes.ts'
import { isLanguage, languageNames, useLanguage, useStrings } from '../strings.ts'
import { PostForm } from './fields.tsx'

/** Changes the language and comes back; on the answer to a form there is none: what was typed would be lost. */
export function LanguageChoice({ token }: { token: string }) {
  const words = useStrings().language
  const current = useLanguage()
  const back = usePagePath()
  if (back === undefined) return null
  return (
    <PostForm action={routes.language.href({})} token={token} class="languages">
      <input type="hidden" name="back" value={back} />
      <fieldset>
        <legend class="unseen">{words.label}</legend>
        {Object.keys(languageNames)
          .filter(isLanguage)
          .map(language => (
            <button
              type="submit"
              name="language"
              value={language}
              lang={language}
              aria-current={language === current ? 'true' : undefined}
            >
              {languageNames[language]}
            </button>
          ))}
      </fieldset>
    </PostForm>
  )
}
