/** The link of a run, what becomes of one that was opened, and tables for spreadsheets, in English. */

export const enLink = {
  'export.neutral': 'The same for Excel',
  'export.spreadsheets':
    'A spreadsheet runs a cell that begins with = + - @, a tab or a carriage return as a formula, whoever wrote it. recommendations.csv has ids and names exactly as they stand in your file, for shops and apps. To look at them in Excel, Numbers or LibreOffice take recommendations-excel.csv: such ids and names have an apostrophe in front, and accents and Chinese come out right. Open it separated by commas; do not import it into a shop, where the apostrophes would belong to the ids.',
  'export.spreadsheetsTables':
    'For Excel and other spreadsheets, which run cells that begin with = + - @, a tab or a carriage return: an apostrophe in front of those',

  'link.title': 'A link to this run',
  'link.copy': 'Copy link',
  'link.field': 'The link',
  'link.holds':
    'Whoever opens this link and chooses the same file gets the same figures, and the page says whether they are equal to the last digit. In the link: recipe, options and seed, which columns are used (by number), what counts, how the test was made, the number of places, half of the file’s checksum, one of the figures, and the kind of browser. No data, no names, and no file name; products and customers that you left out are in it as short codes that only the file itself explains.',
  'link.holdsStopped':
    'This training was stopped by hand, at a moment that nobody can repeat: the link holds all choices, but no figures to compare with. No data, no names, and no file name are in it.',
  'link.making': 'The checksum of the file is being taken for the link…',
  'link.unmeasuredYet': 'There is a link as soon as there is a verdict.',
  'link.tooLong':
    'There is no link to this run: it would have {characters} characters, and many programs cut what is longer than {most}. Each product that is left out takes six.',
  'link.unchecked':
    'There is no link to this run: the browser gives no checksum of the file. That may be because the page is not open over https, or because the file is too large, or was moved or changed since.',
  'link.unavailable':
    'There is no link to this run: the part of the page that writes links could not be loaded before connections were locked.',
  'link.copied': 'The link is copied.',
  'link.selected': 'The browser does not let the page copy. The link is marked: press Ctrl+C, or Cmd+C on a Mac.',
  'link.differs':
    'The figures differ from those of the link, though file, choices, options and seed are the same. The link was made in {made}, this is {here}: another browser engine, or another version of one, may round the last digits otherwise, and training enlarges that. Another version of Firstpick may also count otherwise.',

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
    'The figures differ from those of the link, though file, choices, options and seed are the same: another browser engine or version may round otherwise.',
  'wanted.changed':
    'This run cannot be compared with the link: something was chosen otherwise, or the training was stopped by hand.',
  'wanted.unmeasured': 'The run of the link was stopped by hand, so there are no figures to compare these with.',
  'wanted.forget': 'Forget the link',
};
