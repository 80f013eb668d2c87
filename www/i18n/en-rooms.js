/** The rooms in English: start, data, design, model, verdict, release; the facts beside them, and the next step below. */
export const enRooms = {
  'room.start': 'Start',
  'room.data': 'Data',
  'room.design': 'Design',
  'room.model': 'Model',
  'room.verdict': 'Verdict',
  'room.release': 'Release',

  'fact.start': '{name}',
  'fact.startNone': 'no data yet',
  'fact.reading': 'reading, {share}',
  'fact.question': 'a question for you',
  'fact.dataAll': '{rows#row|rows} · all used',
  'fact.dataSome': '{rows#row|rows} · {left} left out',
  'fact.design': '{k#place|places} · {what}',
  'fact.what.new': 'new products',
  'fact.modelIdle': 'not trained yet',
  'fact.modelTraining': '{share} · {time} left',
  'fact.modelTrainingShare': '{share}',
  'fact.modelPaused': '{share} · paused',
  'fact.modelDone': 'trained in {time}',
  'fact.verdict': '{verdict} · {lift}×',
  'fact.verdictOnly': '{verdict}',
  'fact.release': '{users#list|lists} ready',

  'dock.start': 'Choose a file, or open a sample',
  'dock.label': 'What comes next',
  'dock.question': 'First, one question to answer',
  'dock.goAnswer': 'Answer it',
  'dock.columns': 'First, say who bought and what',
  'dock.train': 'Next: train on this data · about {time}',
  'dock.trainUntimed': 'Next: train on this data',
  'dock.trainNote': 'You can look around meanwhile, and pause whenever you like.',
  'dock.trainButton': 'Train',
  'dock.designFirst': 'Design first',
  'dock.verdict': 'The verdict is in',
  'dock.seeVerdict': 'See the verdict',
  'dock.release': 'Next: release',
  'dock.releaseNote': 'Lists for the shop, a report for the boss, the model for your engineer.',
  'dock.goRelease': 'Release',
  'dock.use': 'Next: bring it to your shop',
  'dock.download': 'Download the lists',
  'dock.stopAndKeep': 'Stop and keep it',

  'phase.data': 'data',
  'phase.baselines': 'simple methods',
  'phase.linear': 'linear path',
  'phase.network': 'neural network',
  'phase.test': 'final test',
  'phase.done': '{phase}: done',
  'phase.current': '{phase}: under way',
  'phase.open': '{phase}: still to come',

  'start.title': 'What would each customer pick first?',
  'start.lead':
    'Bring a list of who bought what. Firstpick learns from it in this tab and tells you honestly how much better personal recommendations do than one bestseller list for everybody, and whether they are worth it.',

  'data.titleAll': 'Every row was used',
  'data.titleSome': '{left#row was|rows were} left out',
  'data.who':
    '{users#customer|customers}, {items#product|products}, {from} to {to}. Customer = {user}, product = {item}.',
  'data.whoUntimed':
    '{users#customer|customers}, {items#product|products}, no times. Customer = {user}, product = {item}.',
  'data.whoOnly': '{users#customer|customers}, {items#product|products}.',
  'data.change': 'change',

  'design.title': 'Who is shown what',
  'design.lead':
    'Four things to settle before training: who gets recommendations, what may be recommended, how many at a time, and which purchases are held back for an honest test. The page has chosen from your data; change what does not suit you.',

  'race.title': 'Who guesses best so far',
  'race.first':
    'First answer: the linear path already scores {lift} times as high as the bestsellers. Now the network tries to do better.',
  'race.firstEven':
    'First answer: so far the linear path finds no more than the bestsellers do. Now it is up to the network.',
  'race.note':
    'The score (NDCG@10) is higher the nearer to the top the right products stand; measured on purchases held back for choosing a model, not on those of the final test.',
  'race.running': 'The network is still learning, so figures change. An epoch is one pass through all the data.',
  'race.final':
    'Training is done. What counts is the final test, on purchases that no model has seen: see the verdict.',
  'race.linear': 'Linear path',
  'race.network': 'Network, epoch {epoch}',
  'race.peek': 'Customer {user}, as the network sees them now',
  'race.peekNote': 'The list changes while it learns. You can pick another customer.',
  'race.rose': 'up from {from}',
  'race.entered': 'new here',

  'verdict.kind.worth': 'Worth it',
  'verdict.kind.either': 'Could go either way',
  'verdict.kind.not': 'Not worth it',
  'verdict.kind.unknown': 'Too early to tell',
  'verdict.reason.clear':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find {found} (95% sure: {low}–{high}). A clear lead, and not by chance.',
  'verdict.reason.small':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find {found} (95% sure: {low}–{high}). The lead is real, but less than one in a hundred.',
  'verdict.reason.uncertain':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find {found} (95% sure: {low}–{high}). The lead may be chance.',
  'verdict.reason.none':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find {found} (95% sure: {low}–{high}). No difference shows; one bestseller list for everybody is simpler.',
  'verdict.reason.behind':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find only {found} (95% sure: {low}–{high}). The bestseller list is better: use that.',
  'verdict.reason.too-few':
    'Of every 100 purchases held back, the bestseller list finds {best}, personal recommendations find {found} (95% sure: {low}–{high}). But too few customers could be tested, so this is mostly luck; collect more first.',
  'verdict.reason.unmeasured':
    'No purchases could be held back, so nobody can say how good the recommendations are. The lists can still be used.',
  'verdict.hit': '“Finds” means: what the customer really bought is among the first {k} products recommended to them.',
  'verdict.rulesTitle': 'How these three words are decided',
  'verdict.rules':
    'The purchases of the test were hidden during training; no method has seen them. Every method recommends {k} products to each customer, and we count how many of every 100 hidden purchases are among them. Counting again and again with some customers exchanged shows how far the figure may wander: “95% sure” means that it stays in this range 95 times out of 100. “Worth it”: personal recommendations find at least one more in a hundred than the bestseller list, and not by chance. “Not worth it”: even at its best the lead is less than one, or the bestsellers are ahead. All else “could go either way”: the lead may be one and more, or chance; and so it is with fewer than 30 customers to test on, of whom nothing can be said.',
  'verdict.cheapTitle': 'The least trouble',
  'verdict.cheap': '{model}: only {behind} fewer in a hundred, and a single table is enough to go live.',
  'verdict.cheapLevel': '{model}: finds no fewer, and a single table is enough to go live.',
  'verdict.useCheap': 'Use the simpler one: {model}',
  'verdict.useBest': 'Use the best',
  'verdict.usingCheap': 'The lists now come from the simpler one: {model}.',
  'won.title': 'Winner',
  'won.beforehand':
    'Which method counts was settled before this test, on other purchases; so another may be a little ahead here by luck.',
  'won.mixture': 'Linear path {linear} + network {deep}',
  'won.linear': 'Linear path alone (the network’s share is 0)',
  'won.network': 'Neural network',
  'won.model': '{model}',
  'verdict.three': 'What three customers would see',
  'verdict.person.many': 'Buys a lot',
  'verdict.person.few': 'Buys little',
  'verdict.person.choice': 'Your choice',
  'verdict.bought': 'has bought {n#product|products}',
  'verdict.for': 'For whom it works',
  'verdict.forNote':
    'Customers in groups by how many products they have bought, and what is found of every 100 purchases in each. Small groups say little.',
  'verdict.runs': 'All runs',
  'verdict.runsNote':
    'Train again with other data or options, and the results stand here one below the other. Where the file or the purchases held back differ, the figures cannot be compared directly.',
  'verdict.runNow': 'this run',
  'verdict.cvDiffers':
    'These figures differ from the verdict’s, and should. Cross-validation sets several exams, each with other purchases to learn from and to guess; the verdict is one exam, taken after learning all that may be learned. Look here at how far the exams lie apart; decide by the verdict.',

  'release.title': 'Put it to use',
  'release.lead':
    'Lists of {k} for {users#customer|customers}. They come from: {model}. Look at a few customers first, then download.',

  'live.stage.empty': 'Choose a file.',
  'live.stage.reading': 'Reading the file.',
  'live.stage.ready': 'The file has been read.',
  'live.stage.training': 'Training has begun.',
  'live.stage.paused': 'Paused.',
  'live.stage.trained': 'Training is done. The verdict is in.',
  'live.quarter': 'Training is {share} done.',
  'tab.reading': 'Reading {share} · Firstpick',
  'tab.training': 'Training {share} · Firstpick',
  'tab.paused': 'Paused {share} · Firstpick',
  'tab.question': 'A question for you · Firstpick',
  'tab.verdict': '{verdict} · Firstpick',
  'allowed.title': 'What may be recommended, and how it is tested',
  'places.all': 'Every product may be recommended.',
  'places.of': 'Every product in “{item}” may be recommended.',
  'places.excluded': '{n} of them are left out.',
  'places.new': 'Each customer gets {k#product|products} that they do not have yet; for another number, see Release.',
  'nothing.data': 'No data yet. Choose a file in Start, or open a sample.',
  'nothing.design': 'Once there are data, you decide here who is shown what, and what is held back for the test.',
  'nothing.model': 'Once there are data, the model is trained here.',
  'nothing.verdict': 'After the training it says here whether recommendations are worth it.',
  'nothing.release': 'After the training the lists and files are here.',
  'model.title': 'Which model, and how it learns',
  'model.lead':
    'The recommended recipe suits nearly all data: just train. To try something else, choose another recipe or other options.',
  'race.bars': 'How well each method does so far',
  'race.wait': 'Getting ready; the first scores are on their way.',
  'run.figures': '{best} → {found} of 100',
  'run.columns': 'other columns',
  'run.meaning': 'other rows count',
  'run.split': 'another test',
  'run.same': 'nothing changed',
  'verdict.earlier': 'Earlier runs',
  'verdict.listsBy': 'The lists now come from: {model}.',
  'bars.found':
    'Purchases of every 100 held back that are among the first {k} products shown; the thin line is the range that holds in 95 of 100 cases.',
  'account.more': 'What is held back for the test, and what sells best',
  'release.downloads': 'Download',
  'bars.foundTitle': 'Found of every 100 purchases',
  'race.searching': 'still being tuned',
};
