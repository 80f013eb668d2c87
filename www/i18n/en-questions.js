/** What the page asks before it reads a file, in English. */

export const enQuestions = {
  'question.roles': 'Who bought, and what was bought?',
  'question.rolesWhy':
    'The columns can be read in more than one way, and everything that follows rests on it. Which of these is right?',
  'question.purchase': 'Which code means “bought”?',
  'question.purchaseWhy':
    '“{column}” holds codes, and nothing in the file says what they stand for. Only purchases should count.',
  'question.cut': 'A spreadsheet has cut the numbers. Read them all the same?',
  'question.cutWhy':
    'The column “{name}” says {example}. Spreadsheets keep 15 digits and turn the rest into zeros, so that different people or products have become one. It is better to export again with that column as text.',
  'question.sheet': 'Which table is meant?',
  'question.sheetWhy': 'The file holds several tables, and more than one of them could be your purchases.',
  'question.likeliest': 'Most likely',
  'question.given': 'Your answer so far',
  'question.takeRoles': 'Read it this way',
  'question.takeCut': 'Read it all the same',
  'question.takePurchase': '“{name}” means bought',
  'question.takeTable': 'Read this table',
  'question.takeTables': 'Read all {tables} as one table',
  'question.rows': '{rows#row|rows} with this code',
  'question.oneSheet': 'this sheet alone',
  'question.oneFile': 'this file alone',
  'question.allSheets': 'All {tables#sheet|sheets}, one below the other',
  'question.allFiles': 'All {tables#file|files}, one below the other',
  'question.noUser': 'no column: each basket stands for itself',
  'question.noItem': 'each of the other columns is a product',
  'question.sample': 'Rows of the file, read this way',
  'question.more': '{n#further answer|further answers}',
  'question.else.roles': 'None of these? Choose the columns yourself, under “Design”.',
  'question.else.purchase':
    'All of them are purchases? Then choose none for “Event”, under “Design”, in “More columns, what counts, and what is left out”.',
  'question.else.cut': 'Better: export again with the numbers as text, and choose that file.',
  'question.else.sheet': 'None of these? Save the right table as a file of its own, and choose that.',
  'question.keep': 'Leave it as it is',
  'question.again.roles': 'Read the columns another way',
  'question.again.purchase': 'Another code means “bought”',
  'question.again.cut': 'About the numbers that were cut',
  'question.again.sheet': 'Read another table of the file',
};
