import { useStrings } from '../strings.ts'
import { Icon } from './icon.tsx'

/** That a change is saved, first thing on the page that follows it; `words` where that says too little. */
export function SavedNotice({ saved, words }: { saved: boolean; words?: string }) {
  const { settingsArea } = useStrings()
  if (!saved) return null
  return (
    <p class="notice notice-good" role="status">
      <Icon name="resolved" />
      {words ?? settingsArea.saved}
    </p>
  )
}
