/** What went wrong, where, and what to do, in English; and why rows were left out. */

/** @type {Record<string, string>} */
export const enFailures = {
  'empty-file': 'This file is empty. Export it again, and check that it has rows before you choose it.',
  'binary-file':
    'No table can be read here: this looks like {kind}. Open it in the program that it comes from, or unpack it, save the table as CSV, and choose that file.',
  'formats-unavailable':
    'This file is a workbook, packed, or not in UTF-8, and the part of this page that reads such files could not be loaded. Check the connection, reload the page and choose the file again; or save it as “CSV UTF-8” first.',
  'archive-broken':
    'This file looks like {kind}, but it is incomplete or damaged: perhaps the download broke off. Fetch or export it again; or open it in its program and save it as CSV.',
  'archive-too-large':
    'Unpacked, this file would have more than {limit@bytes}; a table that grows so much is not read. Unpack it yourself, check what is in it, and choose a smaller part.',
  'workbook-too-large':
    'This file has {found@bytes}. Workbooks and ZIP archives have to be read as a whole, and up to {limit@bytes} fit. Save the sheet as CSV, or pack the CSV as .gz: both are read bit by bit, and may be much larger.',
  'password-protected':
    'This file is protected by a password. Open it in its program, save it without the password or as CSV, and choose that file.',
  'no-table-inside':
    'No table was found in {kind}: it takes a sheet or a text file with at least two columns and two rows. A sheet that holds only charts or pictures has none. Save what you want to use as CSV, and choose that file.',
  'row-too-long':
    'Line {row} is longer than {limit@bytes}. Most often the file is no table, or line breaks are missing there. Correct that line and choose the file again.',
  'no-columns':
    'Only {found#usable column was|usable columns were} found, and two are needed: who bought, and what. Check that the columns are separated by commas, semicolons, tabs, bars, :: or full-width commas.',
  'column-missing': 'The page could not tell which column says “{role}”. Please choose it under “Design”.',
  'column-twice':
    'The column “{column}” is chosen for both “{role}” and “{other}”. Choose another column for one of them.',
  'no-rows': 'The file has a header but no rows below it. Export it again with its data.',
  'no-usable-rows':
    'None of the {rows#row|rows} could be used. Check that the right columns are chosen for customer, product and value, that they are filled, and that values are above zero.',
  'no-customers':
    'This looks like a list of products, not of purchases: no column says who bought. It begins with: {rows}. Export the orders with their customers, or choose the customer column under “Design”.',
  'no-products':
    'This looks like a list of customers, not of purchases: no column says what was bought. It begins with: {rows}. Export the order lines, or choose the product column under “Design”.',
  'no-table':
    'This is a report in blocks, not one table: its rows have different columns. It begins with: {rows}. Export a list with one order line per row.',
  'no-scale':
    'These are scores below and above zero, and nothing says from which one on somebody likes a thing, or which number stands for “not rated”. It begins with: {rows}. Leave cells blank that were not rated, and turn the scores into stars from 1 to 5.',
  'too-few-users':
    'Only {found#customer was|customers were} found; at least {needed} are needed to learn from one about another. Is the right column chosen as the customer?',
  'too-few-items':
    'Only {found#product was|products were} found; at least {needed} are needed to prefer one over another. Is the right column chosen as the product?',
  'nothing-to-train':
    'The split column leaves no rows to learn from. Mark some rows with “train”, or choose no split column: the page then splits by itself.',
  'no-times':
    'Only {found} of {pairs#purchase|purchases} have a time that can be read, too few to hold back the newest. Choose another time column, or another division.',
  'needs-known-users':
    'The recipe “{recipe}” knows customers by their number and cannot say anything about those it never learned from, but whole customers are held back. Choose another recipe, or another division of the purchases.',
  'too-many':
    'The file has {found} {what} or more; at most {limit} fit into one browser tab. Take a shorter period or fewer products, and choose the file again.',
  'out-of-memory':
    'This needs about {needed@bytes} of memory, and a browser tab has {limit@bytes}. Choose narrower hidden layers (under “Model”, “More options”), or a file with fewer products.',
  'option-out-of-range': '“{option}” takes {numbers} from {min} to {max}; {value} is not among them.',
  'option-not-a-number': '“{option}” takes {numbers} from {min} to {max}. Please fill one in.',
  'option-unknown': '“{value}” is not a choice for “{option}”. Choose one from the list.',
  diverged:
    'In epoch {epoch} the error ran wild: the learning rate {learningRate} is too large. Try a tenth of it. Your data and everything done before are still here.',
  'wrong-state': 'That step has to wait for the one before it. Choose a file first, then train.',
  'unknown-user': 'There is no customer “{user}” in this file. Type a part of the id and choose from the list.',
  'not-trained': 'There is no trained model yet. Press “Train” first.',
  'nothing-held-out':
    'No customer has enough purchases to hold one back, so nothing can be tested. The model and its recommendations can still be used, but nobody can say how good they are.',
  'snapshot-broken':
    'What was saved is damaged and cannot be opened. Nothing else has changed. Open your file again to go on.',
  'snapshot-version':
    'This was saved by another version of Firstpick (its format is {found}, this page reads {known}). Open your file again, or use the version that saved it.',
  'project-foreign':
    'This is no project file of Firstpick. Choose a file that “Save as a project file” has made, or a table.',
  'project-version':
    'This project was saved by another version of Firstpick (form {found}; this page knows {known}). Reload the page for the newest version, and open it again.',
  'project-broken':
    'This project is damaged: it is not what Firstpick has saved. Nothing of it was opened, and what was here before is still here. Copy or download the file again; or choose the table itself once more.',
  'file-needed':
    'For that the file itself is needed, and the browser has kept only what was read from it. Choose the file again, then repeat this step.',
  'storage-refused': 'This browser keeps nothing for this page ({detail}). What you do lasts as long as this tab.',
  'storage-full': 'This browser has no room left for the project. Make room on the computer, or save a project file.',
  'keeper-unavailable':
    'What was kept cannot be opened now: the file “{name}”, which keeps projects, {how}. Nothing of it is lost. Check the connection and reload the page.',
  'keeper-gone': 'What keeps your project broke down and was started afresh. Please repeat this step.',
  'worker-died':
    '{during}, perhaps for lack of memory. It was started afresh, and your file was read again with the same columns and options. {lost} {again} If it happens again, {advice}.',
  'worker-died-mending': '{during}, perhaps for lack of memory. It is being started afresh with the same file.',
  'worker-died-restored':
    '{during}, perhaps for lack of memory. It was started afresh, and everything that was finished is back as it was. {again} If it happens again, {advice}.',
  'worker-died-opening':
    'The reading of “{opening}” broke down, perhaps for lack of memory. {kept} If it happens again, choose a smaller part of the file, or save it as “CSV UTF-8” first.',
  'worker-died-unread':
    '{during}, perhaps for lack of memory, and the page has let go of “{name}”: {because}. Choose the file again to go on; figures of finished runs still stand under “Verdict”.',
  'worker-gave-up':
    'The calculation broke down again and again, so the page has let go of this file. Choose a smaller file, or reload the page and try with narrower hidden layers.',
  'file-unreadable':
    'The browser could not read “{name}”. It may have been moved, changed or opened elsewhere. Choose it again.',
  'write-failed': 'The file could not be put together ({file}). Nothing is lost; please try the download again.',
  'sample-unavailable':
    'The sample “{name}” {how}. Check the connection and press it again. Once your own file is open, connections are locked: then reload the page first.',
  'unsupported-browser':
    'This browser is too old for this page: it lacks WebAssembly SIMD or module workers. Use a current Chrome, Edge, Firefox (114 or later) or Safari (16.4 or later).',
  'lock-failed':
    'Your file was not read: before reading it this page cuts its connections, and when it tried, it could still get out. Often an extension of the browser is the cause. Open the page in a private window without extensions, or in another browser, and choose the file again.',
  'language-unavailable':
    'The Chinese texts could not be loaded. Check the connection and choose the language again. Once your own file is open, connections are locked: then reload the page, and choose your file again.',
  'link-broken':
    'This link cannot be used: it is damaged or cut off, was made by something else or by a later version of Firstpick, or names what its file does not have. Ask for it again. The page works on as without a link.',
  'link-other-file':
    'This is not the file of the link: its bytes have another checksum. It was read like any other file, with the recipe and the options of the link. To come to the same figures, choose exactly the same file.',
  'link-unchecked':
    'Whether this is the file of the link cannot be told: the browser gives no checksum of it. That may be because the page is not open over https, or because the file is too large. It was read like any other file, with the recipe and the options of the link.',
  'link-unavailable':
    'The part of the page that reads links could not be loaded. Check the connection and open the link once more.',
  'engine-unavailable': 'The calculation engine could not be loaded. Check the connection and reload the page.',
  'engine-incomplete':
    'The calculation engine is not complete: its file “{name}” {how}. Check the connection and try again. If it stays so, tell whoever put this page up that the file is missing there, or was changed.',
  unexpected: 'Something went wrong in the page: {detail}. Your data is still here; please try that step again.',
};

/** @type {Record<string, string>} */
export const enReasons = {
  'comment-line': 'a comment, not a row',
  'missing-user': 'the row does not say who bought',
  'missing-item': 'the row does not say what was bought',
  'too-few-cells': 'fewer cells than the chosen columns need',
  'value-not-a-number': 'the value is not a number',
  'value-not-positive': 'the value is zero or negative (returns, cancellations)',
  'split-unknown': 'the split is not train, validation or test',
  'cell-not-binary': 'a cell is neither 0 nor 1',
  'list-unreadable': 'the list, such as [1,0,1], cannot be read',
  'no-interactions': 'the customer has bought no product at all',
  'not-in-sample': 'the customer is not in the sample that was chosen',
  'not-text': 'control characters where text should be',
  'cell-not-a-number': 'a cell of a product’s column is not a number',
  'value-below-threshold': 'the rating is too low to count as “likes it”',
  'event-ignored': 'an event or status that does not count',
  cancellation: 'a cancellation or return: it takes back an earlier purchase',
  'cancellation-unmatched': 'a cancellation or return of something that was not bought in this file',
  cancelled: 'a purchase that was taken back in full',
  'too-weak': 'events that together do not weigh enough',
  'item-excluded': 'left out, as no product or by your choice',
  guest: 'bought without an account, so that nobody knows by whom',
  'header-again': 'the header once more',
  'total-row': 'a row of totals',
  'outside-window': 'outside the chosen time',
  'time-unreadable': 'the time cannot be read, and only a certain time is wanted',
  'user-too-few': 'a customer with fewer products than required',
  'item-too-few': 'a product with fewer customers than required',
};
