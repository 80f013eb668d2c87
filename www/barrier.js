/**
 * The barrier: the first script of the page, in index.html itself. It closes the ways out that no policy closes: WebRTC, other
 * windows, frames (whose realms would have all of this again), navigation, channels to other tabs.
 *
 * What it keeps for the page's own use is handed out once, to pristine.js. A script that runs before it, as an extension's may, can
 * keep the same for itself: hence the lock is tried out (controllers/break_out.js), and not believed.
 *
 * Whatever decides here is taken from its prototype before any other script can replace it.
 */

/** @typedef {ReturnType<typeof barrier>} Kept  what the page alone may use */

/** Constructors and functions of the window that reach the network, another tab or another realm; the page uses none of them. */
const TAKEN =
  'BroadcastChannel SharedWorker WebSocket WebSocketStream WebTransport EventSource XSLTProcessor documentPictureInPicture ' +
  'DocumentPictureInPicture PaymentRequest PresentationRequest Notification MediaMetadata fetchLater cookieStore CookieStore ' +
  'CookieStoreManager speechSynthesis SpeechSynthesis SpeechSynthesisUtterance SpeechRecognition webkitSpeechRecognition ' +
  'RemotePlayback LanguageModel Summarizer Translator LanguageDetector Writer Rewriter Proofreader fence FencedFrameConfig ' +
  'sharedStorage crashReport IdentityCredential FederatedCredential DigitalCredential';
/** The same of `navigator`. */
const TAKEN_FROM_NAVIGATOR =
  'share credentials login presentation mediaSession registerProtocolHandler joinAdInterestGroup updateAdInterestGroups ' +
  'leaveAdInterestGroup clearOriginJoinedAdInterestGroups runAdAuction protectedAudience deprecatedReplaceInURN ' +
  'getInterestGroupAdAuctionData';
/** Elements that make a realm, fetch by themselves or change where addresses lead; the page has those that it needs. */
const REFUSED = 'iframe frame frameset object embed fencedframe portal applet base link meta';

/**
 * Takes from workers what no policy closes there, the channel to other tabs, and has each do the same with those that it starts:
 * this very text stands before theirs. It refers to nothing outside of itself.
 * @returns {Set<Worker>}  those that were started so
 */
function guardWorkers() {
  const scope = /** @type {any} */ (globalThis);
  const { Worker: Plain, Blob: Text, URL: Address, String: asText, Error: Refusal } = scope;
  const { apply, construct } = Reflect;
  const { createObjectURL, revokeObjectURL } = Address;
  const { get, set, delete: forget } = Map.prototype;
  const { add } = Set.prototype;
  const { startsWith } = String.prototype;
  const own = `(${guardWorkers})();`;
  /** @type {Map<string, Blob>} */ const texts = new Map();
  /** @type {Set<Worker>} */ const started = new Set();
  delete scope.BroadcastChannel;
  if (!Plain) return started;
  Address.createObjectURL = (/** @type {Blob} */ text) => {
    const address = apply(createObjectURL, Address, [text]);
    apply(set, texts, [address, text]);
    return address;
  };
  Address.revokeObjectURL = (/** @type {string} */ address) => {
    apply(forget, texts, [address]);
    apply(revokeObjectURL, Address, [address]);
  };
  /** @param {unknown} address @param {WorkerOptions} [options] */
  function Guarded(address, options) {
    const given = asText(address);
    const text = apply(get, texts, [given]);
    // Text from another realm is not known here.
    if (!text && apply(startsWith, given, ['blob:'])) throw new Refusal('a worker of unknown text');
    const guarded = text && apply(createObjectURL, Address, [new Text([own, text], { type: 'text/javascript' })]);
    const worker = construct(Plain, [guarded ?? given, options]);
    apply(add, started, [worker]);
    return worker;
  }
  Guarded.prototype = Plain.prototype;
  Plain.prototype.constructor = Guarded;
  scope.Worker = Guarded;
  return started;
}

/** @returns what the page alone may use */
function barrier() {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const asText = String;
  const { Worker: PlainWorker, WebSocket: PlainSocket, XMLHttpRequest: PlainRequest, fetch: plainFetch } = window;
  /** A method that stays what it is now. @param {any} prototype @param {string} name @returns {(self: any, ...rest: any[]) => any} */
  const method = (prototype, name) => {
    const plain = prototype[name];
    return (self, ...rest) => apply(plain, self, rest);
  };
  /** The same for an attribute. @param {any} prototype @param {string} name @returns {(self: any) => any} */
  const getter = (prototype, name) => {
    const plain = /** @type {any} */ (getOwnPropertyDescriptor(prototype, name)?.get);
    return (self) => apply(plain, self, []);
  };
  /** @param {any} owner @param {string} name @param {(plain: any) => any} make  of what is there: what takes its place */
  const replace = (owner, name, make) => {
    if (owner && name in owner) {
      defineProperty(owner, name, { value: make(owner[name]), writable: true, configurable: true });
    }
  };
  const refuse = () => {
    throw new DOMException('Firstpick has closed this way out of the page', 'SecurityError');
  };

  const lower = method(String.prototype, 'toLowerCase');
  const startsWith = method(String.prototype, 'startsWith');
  const indexOf = method(String.prototype, 'indexOf');
  const lastIndexOf = method(String.prototype, 'lastIndexOf');
  const slice = method(String.prototype, 'slice');
  const createElement = method(Document.prototype, 'createElement');
  const setAttribute = method(Element.prototype, 'setAttribute');
  const getAttribute = method(Element.prototype, 'getAttribute');
  const getAttributeNS = method(Element.prototype, 'getAttributeNS');
  const attachShadow = method(Element.prototype, 'attachShadow');
  const append = method(Element.prototype, 'append');
  const appendTo = method(DocumentFragment.prototype, 'append');
  const remove = method(Element.prototype, 'remove');
  const terminate = method(PlainWorker.prototype, 'terminate');
  const localName = getter(Element.prototype, 'localName');
  const isConnected = getter(Node.prototype, 'isConnected');
  const parentNode = getter(Node.prototype, 'parentNode');
  const anchorHref = getter(HTMLAnchorElement.prototype, 'href');
  const composedPath = method(Event.prototype, 'composedPath');
  const preventDefault = method(Event.prototype, 'preventDefault');
  const stop = method(Event.prototype, 'stopImmediatePropagation');
  const typeOf = getter(Event.prototype, 'type');
  const sourceOf = getter(MessageEvent.prototype, 'source');
  const { head, documentElement } = document;

  const taken = Object.getOwnPropertyNames(window).filter((name) => /^(webkit|moz)?RTC/.test(name));
  for (const name of [...taken, ...TAKEN.split(' ')]) delete (/** @type {any} */ (window)[name]);
  for (const name of TAKEN_FROM_NAVIGATOR.split(' ')) delete (/** @type {any} */ (Navigator.prototype)[name]);

  // Windows.
  window.opener = null;
  replace(window, 'open', () => () => null);
  for (const name of ['open', 'write', 'writeln', 'execCommand']) replace(Document.prototype, name, () => refuse);
  defineProperty(window, 'name', { value: '' });
  defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });
  const isOther = (/** @type {unknown} */ sender) => sender !== null && sender !== window;
  // No other window has anything to say here, and what has no sender here cannot be answered. Mermaid speaks through a port.
  addEventListener('message', (event) => isOther(sourceOf(event)) && stop(event), true);

  // Elements.
  /** @type {any} */ const refused = Object.create(null);
  for (const name of REFUSED.split(' ')) refused[name] = true;
  /** @param {unknown} name @returns {string} */
  const allowed = (name) => {
    const text = asText(name);
    if (lower(slice(text, lastIndexOf(text, ':') + 1)) in refused) refuse();
    return text;
  };
  replace(
    Document.prototype,
    'createElement',
    (plain) =>
      /** @this {Document} @param {any} name @param {any} options */
      function (name, options) {
        return apply(plain, this, [allowed(name), options]);
      },
  );
  for (const [owner, name] of [
    [Document.prototype, 'createElementNS'],
    [DOMImplementation.prototype, 'createDocument'],
  ]) {
    replace(
      owner,
      /** @type {string} */ (name),
      (plain) =>
        /** @this {any} @param {any} namespace @param {any} name @param {any} last */
        function (namespace, name, last) {
          return apply(plain, this, [namespace, name === null ? null : allowed(name), last ?? null]);
        },
    );
  }
  replace(CustomElementRegistry.prototype, 'define', () => refuse);
  replace(Element.prototype, 'attachShadow', () => refuse);
  // Text that becomes elements. Their names stand in it as they are, unless it declares entities.
  const names = REFUSED.split(' ');
  /** @param {string} text */
  const isHarmless = (text) => {
    const small = lower(text);
    for (let at = 0; at < names.length; at++) {
      if (indexOf(small, `<${names[at]}`) >= 0 || indexOf(small, `:${names[at]}`) >= 0) return false;
    }
    return indexOf(small, '<!entity') < 0 && indexOf(small, 'shadowroot') < 0;
  };
  const { trustedTypes } = /** @type {any} */ (window);
  if (trustedTypes) {
    trustedTypes.createPolicy('default', {
      /** @param {string} text @param {string} _ @param {string} sink  frames are made here only */
      createHTML: (text, _, sink) => (sink === 'HTMLIFrameElement srcdoc' || isHarmless(text) ? text : null),
      // Which addresses scripts come from is a matter of script-src and worker-src.
      createScriptURL: (/** @type {string} */ address) => address,
    });
  } else {
    // The same for browsers that know no such policy, at each place where text becomes elements.
    const markup = (/** @type {any} */ plain) => {
      const at = plain.name === 'insertAdjacentHTML' ? 1 : 0;
      /** @this {any} @param {any[]} given */
      return function (...given) {
        given[at] = asText(given[at]);
        return isHarmless(given[at]) ? apply(plain, this, given) : refuse();
      };
    };
    for (const owner of [Element.prototype, ShadowRoot.prototype]) {
      for (const name of ['innerHTML', 'outerHTML']) {
        const { get, set } = getOwnPropertyDescriptor(owner, name) ?? {};
        if (set) defineProperty(owner, name, { get, set: markup(set) });
      }
      for (const name of ['insertAdjacentHTML', 'setHTMLUnsafe']) replace(owner, name, markup);
    }
    replace(DOMParser.prototype, 'parseFromString', markup);
    replace(Range.prototype, 'createContextualFragment', markup);
    replace(Document, 'parseHTMLUnsafe', markup);
  }

  // Links and navigation.
  /** @param {string} address @returns {string} */
  const withoutFragment = (address) => {
    const at = indexOf(address, '#');
    return at < 0 ? address : slice(address, 0, at);
  };
  const home = withoutFragment(location.href);
  /** @param {any} node @returns {string | null} */
  const hrefOf = (node) => getAttribute(node, 'href') ?? getAttributeNS(node, 'http://www.w3.org/1999/xlink', 'href');
  /** Whether a click on it leads somewhere, now or after a change of its attributes. @param {any} node */
  const isLink = (node) => {
    try {
      return localName(node) === 'a' || localName(node) === 'area' || hrefOf(node) !== null;
    } catch {
      return false;
    }
  };
  /** @param {any} link */
  const isDownload = (link) => {
    try {
      return startsWith(anchorHref(link), 'blob:') && getAttribute(link, 'download') !== null;
    } catch {
      return false;
    }
  };
  /** @param {Event} event */
  const onClick = (event) => {
    const path = composedPath(event);
    let at = 0;
    while (at < path.length && !isLink(path[at])) at++;
    if (at === path.length) return;
    // No other listener comes between: none can change where it leads.
    if (isDownload(path[at])) return stop(event);
    const href = hrefOf(path[at]);
    preventDefault(event);
    if (href === null) return;
    if (typeOf(event) === 'click' && startsWith(href, '#')) location.hash = href;
    else stop(event);
  };
  addEventListener('click', onClick, true);
  addEventListener('auxclick', onClick, true);
  /** Whether it is a link, or in one, that is not in the page: its clicks do not pass the window. @param {any} node */
  const isLoose = (node) => {
    try {
      if (isConnected(node)) return false;
    } catch {
      return false;
    }
    let at = node;
    while (at && !isLink(at)) at = parentNode(at);
    return at !== null;
  };
  for (const [owner, name] of [
    [EventTarget.prototype, 'dispatchEvent'],
    [HTMLElement.prototype, 'click'],
  ]) {
    replace(
      owner,
      /** @type {string} */ (name),
      (plain) =>
        /** @this {any} @param {any} event */
        function (event) {
          return isLoose(this) ? refuse() : apply(plain, this, [event]);
        },
    );
  }
  const { navigation, NavigateEvent, NavigationDestination } = /** @type {any} */ (window);
  if (navigation) {
    const destination = getter(NavigateEvent.prototype, 'destination');
    const download = getter(NavigateEvent.prototype, 'downloadRequest');
    const kind = getter(NavigateEvent.prototype, 'navigationType');
    const addressOf = getter(NavigationDestination.prototype, 'url');
    navigation.addEventListener('navigate', (/** @type {any} */ event) => {
      const address = addressOf(destination(event));
      const isFile = startsWith(address, 'blob:') && download(event) !== null;
      // Back and forward lead to addresses that have been visited.
      if (kind(event) === 'traverse' || isFile || withoutFragment(address) === home) return;
      preventDefault(event);
      stop(event);
    });
  }

  const startWorker = (/** @type {any[]} */ ...given) => construct(PlainWorker, given);
  const others = guardWorkers();

  const remember = method(Set.prototype, 'add');
  const each = method(Set.prototype, 'forEach');
  const clear = method(Set.prototype, 'clear');
  /** @type {Set<HTMLElement>} */ const frames = new Set();
  return {
    /** @param {string} address @param {WorkerOptions} options  a worker of the page's own: it goes on behind the lock */
    startWorker: (address, options) => /** @type {Worker} */ (startWorker(address, options)),

    /**
     * A frame of an origin of its own, out of sight. It stands where no other script can find it: without its sandbox it would
     * be a realm that the barrier does not reach.
     * @param {string} text
     * @returns {HTMLIFrameElement}
     */
    openFrame(text) {
      const frame = createElement(document, 'iframe');
      setAttribute(frame, 'sandbox', 'allow-scripts');
      setAttribute(frame, 'srcdoc', text);
      const host = createElement(document, 'div');
      setAttribute(host, 'aria-hidden', 'true');
      setAttribute(host, 'style', 'position:fixed;visibility:hidden;width:0;height:0;overflow:hidden');
      appendTo(attachShadow(host, { mode: 'closed' }), frame);
      append(documentElement, host);
      remember(frames, host);
      return frame;
    },

    /** Sets a policy, which only a new load of the page takes away; ends all frames, and the workers that others started. @param {string} policy */
    lock(policy) {
      const meta = createElement(document, 'meta');
      setAttribute(meta, 'http-equiv', 'Content-Security-Policy');
      setAttribute(meta, 'content', policy);
      append(head, meta);
      each(frames, (/** @type {HTMLElement} */ frame) => remove(frame));
      each(others, (/** @type {Worker} */ worker) => terminate(worker));
      clear(others);
    },

    /** What the attempts to break out are made with. */
    fetch: (/** @type {string} */ address) => apply(plainFetch, window, [address, { cache: 'no-store' }]),
    XMLHttpRequest: PlainRequest,
    WebSocket: PlainSocket,
  };
}

Reflect.defineProperty(window, 'firstpick', { configurable: true, value: barrier() });
