/** The link of a run, what becomes of one that was opened, and tables for spreadsheets, in English. */

export const enLink = {
  'export.neutral': 'The same for Excel',
  'export.spreadsheets':
    'Spreadsheets run cells that begin with = + - @, a tab or a carriage return as formulas. recommendations.csv has ids and names exactly as in your file, for shops and apps. For Excel, Numbers or LibreOffice take recommendations-excel.csv: an apostrophe stands before such cells, and accents and Chinese come out right. Open it separated by commas; do not import it into a shop.',
  'export.spreadsheetsTables':
    'For Excel: an apostrophe before each cell that spreadsheets would run as a formula (those with = + - @, a tab or a carriage return in front)',

  'link.title': 'A link to this run',
  'link.copy': 'Copy link',
  'link.field': 'The link',
  'link.holds':
    'Whoever opens it and chooses the same file gets the same figures, and is told whether they are equal to the last digit. It holds recipe, options, seed, your choices (columns by number), checksums of file and figures, and the kind of browser: no data, no names, no file name. Products and customers that you left out are short codes, which only the file explains.',
  'link.holdsStopped':
    'This training was stopped by hand, at a moment that nobody can repeat: the link holds all choices, but no figures to compare with. No data, no names, no file name are in it.',
  'link.making': 'The checksum of the file is being taken…',
  'link.unmeasuredYet': 'There is a link as soon as there is a verdict.',
  'link.tooLong':
    'No link: it would have {characters} characters, and many programs cut what is longer than {most}. Each product that is left out takes six.',
  'link.unchecked':
    'No link: the browser gives no checksum of the file. The page may not be open over https, or the file is too large, was moved or changed.',
  'link.unavailable':
    'No link: the part of the page that writes it could not be loaded before connections were locked.',
  'link.copied': 'The link is copied.',
  'link.selected': 'The browser does not let the page copy. The link is marked: press Ctrl+C, or Cmd+C on a Mac.',

  'wanted.file':
    'This link is of a run with the recipe “{recipe}” on a file that is not in the link: choose that file here. The SHA-256 of its bytes begins with {sum}.',
  'wanted.sample':
    'This link is of a run with the recipe “{recipe}” on the sample “{sample}”: open it with its button.',
  'wanted.waiting': 'Its columns, options and seed are then taken, without further questions.',
  'wanted.other': 'The file that was opened last is another one. It was read like any other; the link goes on waiting.',
  'wanted.unchecked':
    'Whether the file that was opened last is the one of the link could not be told. It was read like any other.',
  'wanted.same':
    'The file is the same, byte for byte; choices, options and seed are those of the link. Train, and the page says whether the figures are equal.',
  'wanted.equal': 'The figures are equal to those of the link, to the last digit.',
  'wanted.differs':
    'The figures differ from those of the link, though file, choices, options and seed are the same. The link was made in {made}, this is {here}: another browser engine or version may round the last digits otherwise, and training enlarges that; another version of Firstpick may count otherwise.',
  'wanted.changed':
    'This run cannot be compared with the link: something was chosen otherwise, or the training was stopped by hand.',
  'wanted.unmeasured': 'The run of the link was stopped by hand, so there are no figures to compare these with.',
  'wanted.forget': 'Forget the link',
};
