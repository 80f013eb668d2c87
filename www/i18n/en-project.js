/** Where the project is kept, and what comes back, in English. */

export const enProject = {
  'keep.question': 'A reload or a closed tab would lose this work. Keep it on this computer, in this browser?',
  'keep.browser': 'Keep in this browser',
  'keep.tab': 'This tab only',
  'keep.title': 'Your project',
  'keep.saved': 'Saved',
  'keep.saving': 'Saving…',
  'keep.inTab': 'This tab only',
  'keep.label': 'Project: {status}',
  'keep.savedNote':
    'Kept in this browser on this computer ({bytes@bytes}): purchases, choices, models and results. The file itself is not; the first rows that the page shows are. Whoever uses this browser can open it.',
  'keep.savingNote': 'What was finished last is being saved in this browser.',
  'keep.tabNote': 'In the memory of this tab only. When it is closed or reloaded, the work is gone.',
  'keep.refused':
    'This browser keeps nothing for this page; perhaps the window is private. Your work lasts as long as this tab. A project file saves it.',
  'keep.full':
    'This browser has no room left for the project: what you did last is in this tab only. Make room on the computer, or save a project file.',
  'keep.other-tab':
    'Firstpick is open in another tab, which keeps its project in this browser. What you do here lasts as long as this tab. Close the other one and reload, or save a project file.',
  'keep.saveFile': 'Save as a project file',
  'keep.fileNote':
    'One file with all runs, to open here or on another computer: choose it like a table. It has customers and purchases in it, so share it as you would share those.',
  'keep.forget': 'Forget everything',
  'keep.forgetNote': 'Empties this tab and what this browser keeps of Firstpick. Files that you have downloaded stay.',
  'keep.forgotten':
    'Forgotten: {bytes@bytes} with the data, the models and {runs#run|runs}, and what this browser had remembered of your choices. Nothing of it can be brought back.',
  'keep.resumed': 'The training was interrupted, and goes on from its last saved epoch.',
  'progress.restoring': 'Opening what this browser has kept',
  'promise.forget': 'Samples are kept in this browser, your own file only if you say so; one button forgets it all.',
  'run.takeBack': 'Take this run back',
  'run.takeBackOf': 'Take this run back: run {number}',
  'run.compare': 'Compare',
  'run.all': 'Show all {count} runs',
  'run.latest': 'Show the latest {count} only',
  'run.compareOf': 'Compare run {number}',
  'run.number': 'Run {number}',
  'run.when': 'trained {time}',
  'run.difference': 'Two runs side by side',
  'run.figure': 'Figure',
  'run.epochs': 'Epochs',
  'run.time': 'Time to train',
  'run.verdict': 'Verdict',
  'run.changed': 'What is different',
  'run.notComparable': 'Their tests differ, so do not compare the figures to the digit.',
};
