/** What a worker that died was doing, what that costs, and what to do, in English: parts of the message. */

export const enDeaths = {
  'during.idle': 'The calculation broke down',
  'during.reading': 'The calculation broke down while your last change to the columns was read',
  'during.training': 'The training broke down',
  'during.evaluation': 'The calculation broke down while the models were being tested',
  'during.tuning': 'The search for better options broke down',
  'during.folding': 'The cross-validation broke down',
  'during.export': 'The calculation broke down while it was writing a file, which was not saved',
  'lost.nothing': 'No model was lost.',
  'lost.model':
    'The trained model is gone, but its figures still stand under “Verdict”; the same options give the same model again.',
  'lost.unmeasured':
    'The trained model is gone, and it was not measured yet; the same options give the same model again.',
  'again.nothing': 'You can go on from there.',
  'again.training': 'Press “Train” to begin this training anew.',
  'again.resumed': 'The training goes on from its last saved epoch.',
  'again.tuning': 'Start the search anew; whatever it had found is still listed.',
  'again.folding': 'Start the cross-validation anew.',
  'again.export': 'Ask for the file again.',
  'again.choices': 'The columns are as they were before that change.',
  'again.file': 'The file that you were about to open has to be chosen again.',
  'advice.layers': 'choose narrower hidden layers (under “Model”, “More options”) or a file with fewer products',
  'advice.memory': 'close other tabs and programs, or choose a smaller file',
  'kept.data': 'The data that were open before, and all that was done with them, are as they were.',
  'kept.nothing': 'No other data were open.',
  'kept.head': 'It is still open: choose other columns, or another file.',
  'kept.before': 'It is open as it was before.',
  'because.stopped': 'reading it once more was stopped',
  'because.unreadable': 'the browser cannot read it any more; perhaps it was moved or changed',
  'because.other': 'it could not be read once more',
};
