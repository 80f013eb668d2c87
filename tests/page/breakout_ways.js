// The ways out of a page that the break-out suite tries. Each is given an address that stands for it alone.

/**
 * @typedef {Object} Tools
 * @property {(name: string) => string} to  the address of a way
 * @property {(name: string) => RTCConfiguration} ice  a configuration that sends packets to the port of a way
 * @property {string} file  a file of the page's own site
 */
/** @typedef {(tools: Tools, name: string) => unknown} Way */

/** Runs in the page. @returns {Record<string, Way>} */
export function pageWays() {
  const any = /** @type {any} */ (globalThis);
  const SVG = 'http://www.w3.org/2000/svg';
  const HTML = 'http://www.w3.org/1999/xhtml';
  /** @param {string} tag @param {Record<string, string>} [attributes] @param {(Node | string)[]} children @returns {any} */
  const put = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    document.body.append(node);
    return node;
  };
  /** @param {string} tag @param {Record<string, string>} attributes @param {Node[]} children */
  const drawn = (tag, attributes, ...children) => {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    const root = document.createElementNS(SVG, 'svg');
    root.setAttribute('width', '20');
    root.setAttribute('height', '20');
    root.append(node);
    document.body.append(root);
    return node;
  };
  /** @param {string} css  the rules of a box */
  const styled = (css) => put('div', { style: `width:20px;height:20px;${css}` }, 'x');
  /** @param {string} css */
  const sheet = (css) => put('style', {}, css);
  /** @param {string} script */
  const blob = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  /** @param {string} markup */
  const parsed = (markup) => put('div').insertAdjacentHTML('beforeend', markup);
  /** @param {any} realm @param {RTCConfiguration} ice */
  const call = async (realm, ice) => {
    const peer = new (realm.RTCPeerConnection ?? realm.webkitRTCPeerConnection)(ice);
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
  };
  /** A way that makes a frame, and calls from the realm in it. @param {() => any} make  gives the frame @returns {Way} */
  const calling =
    (make) =>
    async ({ ice }, name) => {
      const frame = await make();
      await call(frame?.contentWindow ?? window[window.length - 1], ice(name));
    };
  /** @param {string} tag @param {Record<string, string>} [attributes] */
  const clicked = (tag, attributes) => put(tag, attributes, 'x').click();
  /** @param {string} address @param {Record<string, string>} [attributes] */
  const loose = (address, attributes = {}) => {
    const link = document.createElement('a');
    for (const [key, value] of Object.entries({ href: address, ...attributes })) link.setAttribute(key, value);
    return link;
  };
  /** @param {string} address @param {Record<string, string>} [attributes] */
  const form = (address, attributes = {}) =>
    put(
      'form',
      { action: address, ...attributes },
      Object.assign(document.createElement('input'), { name: 'x', value: 'y' }),
    );

  return {
    // What scripts ask for.
    fetch: ({ to }, name) => fetch(to(name)),
    'fetch without an answer': ({ to }, name) => fetch(to(name), { mode: 'no-cors' }),
    'fetch to post': ({ to }, name) => fetch(to(name), { method: 'POST', body: 'secret', mode: 'no-cors' }),
    'fetch that outlives the page': ({ to }, name) => fetch(to(name), { keepalive: true, mode: 'no-cors' }),
    'fetch of a request': ({ to }, name) => fetch(new Request(to(name))),
    XMLHttpRequest: ({ to }, name) => {
      const request = new XMLHttpRequest();
      request.open('GET', to(name));
      request.send();
    },
    'XMLHttpRequest that waits': ({ to }, name) => {
      const request = new XMLHttpRequest();
      request.open('POST', to(name), false);
      request.send('secret');
    },
    beacon: ({ to }, name) => navigator.sendBeacon(to(name), 'secret'),
    'beacon of a blob': ({ to }, name) => navigator.sendBeacon(to(name), new Blob(['secret'])),
    'cache that adds': async ({ to }, name) => (await caches.open('x')).add(to(name)),
    WebSocket: ({ to }, name) => new WebSocket(to(name).replace('http', 'ws')),
    WebSocketStream: ({ to }, name) => new any.WebSocketStream(to(name).replace('http', 'ws')).opened,
    EventSource: ({ to }, name) => new EventSource(to(name)),

    // Scripts.
    import: ({ to }, name) => import(to(name)),
    script: ({ to }, name) => put('script', { src: to(name) }),
    'module script': ({ to }, name) => put('script', { src: to(name), type: 'module' }),
    'script in the page': ({ to }, name) => put('script', {}, `new Image().src = '${to(name)}'`),
    'script of a blob': ({ to }, name) => put('script', { src: blob(`new Image().src = '${to(name)}'`) }),
    'import of a blob': ({ to }, name) => import(blob(`import '${to(name)}'`)),
    'import of data': ({ to }, name) => import(`data:text/javascript,import '${to(name)}'`),
    'handler in the page': ({ to }, name) => put('p', { onclick: `new Image().src = '${to(name)}'` }).click(),
    'address of a script': ({ to }, name) => clicked('a', { href: `javascript:void(new Image().src = '${to(name)}')` }),
    'rules that load ahead': ({ to }, name) =>
      put(
        'script',
        { type: 'speculationrules' },
        JSON.stringify({ prefetch: [{ urls: [to(name)], eagerness: 'immediate' }] }),
      ),
    'worker of an address': ({ to }, name) => new Worker(to(name)),
    'worker of a blob': ({ to }, name) => new Worker(blob(`fetch('${to(name)}', { mode: 'no-cors' })`)),
    'worker of a blob that imports': ({ to }, name) => new Worker(blob(`import '${to(name)}'`), { type: 'module' }),
    'worker of data': ({ to }, name) => new Worker(`data:text/javascript,fetch('${to(name)}',{mode:'no-cors'})`),
    'shared worker of an address': ({ to }, name) => new SharedWorker(to(name)),
    'shared worker of a blob': ({ to }, name) => new SharedWorker(blob(`fetch('${to(name)}', { mode: 'no-cors' })`)),
    'service worker': ({ to }, name) => navigator.serviceWorker.register(to(name)),
    'worklet for sound': ({ to }, name) => new AudioContext().audioWorklet.addModule(to(name)),
    'worklet for paint': ({ to }, name) => any.CSS.paintWorklet.addModule(to(name)),

    // Styles.
    'style sheet': ({ to }, name) => put('link', { rel: 'stylesheet', href: to(name) }),
    'style that imports': ({ to }, name) => sheet(`@import url('${to(name)}');`),
    background: ({ to }, name) => styled(`background:url('${to(name)}')`),
    'background of several': ({ to }, name) => styled(`background:image-set(url('${to(name)}') 1x)`),
    'border image': ({ to }, name) => styled(`border:5px solid;border-image:url('${to(name)}') 30`),
    'list image': ({ to }, name) => styled(`display:list-item;list-style-image:url('${to(name)}')`),
    mask: ({ to }, name) => styled(`mask-image:url('${to(name)}')`),
    filter: ({ to }, name) => styled(`filter:url('${to(name)}#x')`),
    'clip path': ({ to }, name) => styled(`clip-path:url('${to(name)}#x')`),
    'shape outside': ({ to }, name) => styled(`float:left;shape-outside:url('${to(name)}')`),
    'content before': ({ to }, name) => sheet(`body::before{content:url('${to(name)}')}`),
    'sheet that is adopted': ({ to }, name) => {
      const adopted = new CSSStyleSheet();
      adopted.replaceSync(`body::after{content:url('${to(name)}')}`);
      document.adoptedStyleSheets.push(adopted);
    },
    'font of a style': ({ to }, name) => {
      sheet(`@font-face{font-family:way;src:url('${to(name)}')}`);
      styled('font-family:way');
    },
    'font of a script': ({ to }, name) => new FontFace('way2', `url('${to(name)}')`).load(),

    // Pictures, sound, documents.
    image: ({ to }, name) => Object.assign(new Image(), { src: to(name) }),
    'image of a set': ({ to }, name) => put('img', { srcset: `${to(name)} 1x` }),
    picture: ({ to }, name) => {
      const source = document.createElement('source');
      source.srcset = to(name);
      put('picture', {}, source, document.createElement('img'));
    },
    'image of a form': ({ to }, name) => put('input', { type: 'image', src: to(name) }),
    'background of the body': ({ to }, name) => document.body.setAttribute('background', to(name)),
    'SVG image': ({ to }, name) => drawn('image', { href: to(name), width: '9', height: '9' }),
    'SVG use': ({ to }, name) => drawn('use', { href: `${to(name)}#x` }),
    'SVG filter image': ({ to }, name) => {
      const image = document.createElementNS(SVG, 'feImage');
      image.setAttribute('href', to(name));
      const filter = drawn('filter', { id: 'fe' }, image);
      const box = document.createElementNS(SVG, 'rect');
      for (const [key, value] of Object.entries({ width: '9', height: '9', filter: 'url(#fe)' }))
        box.setAttribute(key, value);
      filter.parentNode?.append(box);
    },
    'SVG script': ({ to }, name) => drawn('script', { href: to(name) }),
    video: ({ to }, name) => put('video', { src: to(name), preload: 'auto' }),
    poster: ({ to }, name) => put('video', { poster: to(name) }),
    audio: ({ to }, name) => put('audio', { src: to(name), preload: 'auto' }),
    'source of sound': ({ to }, name) => {
      const source = document.createElement('source');
      source.src = to(name);
      put('audio', { preload: 'auto' }, source);
    },
    subtitles: ({ to }, name) => {
      const track = document.createElement('track');
      Object.assign(track, { kind: 'subtitles', src: to(name), default: true });
      put('video', {}, track).textTracks[0].mode = 'showing';
    },
    object: ({ to }, name) => put('object', { data: to(name) }),
    embed: ({ to }, name) => put('embed', { src: to(name) }),
    frame: ({ to }, name) => put('iframe', { src: to(name) }),
    'frame in markup': ({ to }, name) => parsed(`<iframe src="${to(name)}"></iframe>`),
    'frame that goes elsewhere': ({ to }, name) => {
      put('iframe').contentWindow.location = to(name);
    },
    'frame with a script': ({ to }, name) =>
      put('iframe', { srcdoc: `<script>fetch('${to(name)}', { mode: 'no-cors' })</script>` }),
    'frame of a blob': ({ to }, name) => {
      const page = new Blob([`<img src="${to(name)}">`], { type: 'text/html' });
      put('iframe', { src: URL.createObjectURL(page) });
    },
    'fetch of a frame': ({ to }, name) => put('iframe').contentWindow.fetch(to(name)),
    prefetch: ({ to }, name) => put('link', { rel: 'prefetch', href: to(name) }),
    preload: ({ to }, name) => put('link', { rel: 'preload', as: 'image', href: to(name) }),
    'preload of a module': ({ to }, name) => put('link', { rel: 'modulepreload', href: to(name) }),

    // WebRTC, in the page's realm and in every other one.
    WebRTC: ({ ice }, name) => call(window, ice(name)),
    'WebRTC under its old name': ({ ice }, name) => call({ RTCPeerConnection: any.webkitRTCPeerConnection }, ice(name)),
    'WebRTC of a frame': calling(() => put('iframe')),
    'WebRTC of a frame by namespace': calling(() =>
      document.body.appendChild(document.createElementNS(HTML, 'iframe')),
    ),
    'WebRTC of a frame by prefix': calling(() => document.body.appendChild(document.createElementNS(HTML, 'x:iframe'))),
    'WebRTC of a frame in markup': calling(() => parsed('<iframe></iframe>')),
    'WebRTC of a frame in inner markup': calling(() => {
      put('div').innerHTML = '<iframe></iframe>';
    }),
    'WebRTC of a frame in outer markup': calling(() => {
      put('div').outerHTML = '<iframe></iframe>';
    }),
    'WebRTC of a frame in unsafe markup': calling(() => put('div').setHTMLUnsafe('<iframe></iframe>')),
    'WebRTC of a frame from a range': calling(() =>
      document.body.append(document.createRange().createContextualFragment('<iframe></iframe>')),
    ),
    'WebRTC of a frame that was parsed': calling(() =>
      document.body.append(new DOMParser().parseFromString('<iframe></iframe>', 'text/html').body.firstChild ?? ''),
    ),
    'WebRTC of a frame that was parsed as XML': calling(() => {
      const text = `<!DOCTYPE x [<!ENTITY f '<h:ifr&#97;me xmlns:h="${HTML}"/>'>]><x>&f;</x>`;
      document.body.append(new DOMParser().parseFromString(text, 'text/xml').documentElement.firstChild ?? '');
    }),
    'WebRTC of a frame that was parsed unsafely': calling(() =>
      document.body.append(any.Document.parseHTMLUnsafe('<iframe></iframe>').body.firstChild),
    ),
    'WebRTC of a frame of another document': calling(() =>
      document.body.append(document.implementation.createHTMLDocument().createElement('iframe')),
    ),
    'WebRTC of a frame that is a document': calling(() =>
      document.body.append(document.implementation.createDocument(HTML, 'iframe').documentElement),
    ),
    'WebRTC of a frame of a class': calling(() => {
      customElements.define('way-out', class extends HTMLIFrameElement {}, { extends: 'iframe' });
      document.body.append(new /** @type {any} */ (customElements.get('way-out'))());
    }),
    'WebRTC of a frame that is transformed': calling(() => {
      const text =
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/><xsl:template match="/"><iframe/></xsl:template></xsl:stylesheet>';
      const processor = new XSLTProcessor();
      processor.importStylesheet(new DOMParser().parseFromString(text, 'text/xml'));
      document.body.append(processor.transformToFragment(document, document));
    }),
    'WebRTC of a frame in a shadow': calling(() => {
      const frame = document.createElement('iframe');
      put('div').attachShadow({ mode: 'open' }).append(frame);
      return frame;
    }),
    'WebRTC of an old frame': calling(() => {
      const frame = document.createElement('frame');
      const set = document.createElement('frameset');
      document.documentElement.append(set);
      set.append(frame);
      return frame;
    }),
    'WebRTC of an inserted frame': calling(() => {
      const box = put('div', { contenteditable: 'true' });
      box.focus();
      document.execCommand('insertHTML', false, '<iframe></iframe>');
    }),
    'WebRTC of a frame of the site': calling(async () => {
      const frame = put('iframe', { src: '/' });
      await new Promise((resolve) => {
        frame.onload = resolve;
      });
      return frame;
    }),
    'WebRTC of a window': async ({ ice }, name) => call(open('', '_blank', 'popup'), ice(name)),
    'WebRTC of a window of the site': async ({ ice, file }, name) => {
      const other = /** @type {Window} */ (open(file));
      await new Promise((resolve) => setTimeout(resolve, 400));
      await call(other, ice(name));
    },

    // Windows.
    window: ({ to }, name) => open(to(name)),
    'window without a sender': ({ to }, name) => open(to(name), '_blank', 'noopener'),
    'window that goes elsewhere': ({ to }, name) => {
      /** @type {Window} */ (open('about:blank')).location = to(name);
    },
    'window of the site that fetches': async ({ to, file }, name) => {
      const other = /** @type {any} */ (open(file));
      await new Promise((resolve) => setTimeout(resolve, 400));
      await other.fetch(to(name), { mode: 'no-cors' });
    },
    'window of a document': ({ to }, name) => any.document.open(to(name), '_blank', ''),
    'link to a window': ({ to }, name) => clicked('a', { href: to(name), target: '_blank' }),
    'link to a named window': ({ to }, name) => clicked('a', { href: to(name), target: 'named' }),
    'loose link to a window': ({ to }, name) => loose(to(name), { target: '_blank' }).click(),
    'loose link to a window, by an event': ({ to }, name) =>
      loose(to(name), { target: '_blank' }).dispatchEvent(new MouseEvent('click', { cancelable: true })),
    'loose link that becomes one': ({ to }, name) => {
      const link = document.createElement('a');
      link.addEventListener('click', () => Object.assign(link, { href: to(name), target: '_blank' }));
      link.click();
    },
    'link in a shadow': ({ to }, name) => {
      const link = loose(to(name), { target: '_blank' });
      put('div').attachShadow({ mode: 'closed' }).append(link);
      link.click();
    },
    "link of the page's own that changes": ({ to }, name) => {
      const link = loose('#start');
      document.body.append(link);
      link.addEventListener('click', () => Object.assign(link, { href: to(name), target: '_blank' }));
      link.click();
    },
    'link in a shadow of markup': ({ to }, name) => {
      const box = put('div');
      const link = `<a href="${to(name)}" target="_blank">x</a>`;
      box.setHTMLUnsafe(`<p><template shadowrootmode="open">${link}</template></p>`);
      const inner = box.firstChild.shadowRoot.firstChild;
      inner.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    },
    'area to a window': ({ to }, name) => clicked('area', { href: to(name), target: '_blank' }),
    'SVG link to a window': ({ to }, name) =>
      drawn('a', { href: to(name), target: '_blank' }).dispatchEvent(
        new MouseEvent('click', { bubbles: true, cancelable: true }),
      ),
    'form to a window': ({ to }, name) => form(to(name), { target: '_blank' }).submit(),
    ping: ({ to }, name) => clicked('a', { href: '#way', ping: to(name) }),
  };
}

/** The ways that would leave the page, if they worked: each is the last that a page does. Runs in the page. @returns {Record<string, Way>} */
export function leavingWays() {
  const any = /** @type {any} */ (globalThis);
  /** @param {string} tag @param {Record<string, string>} attributes @returns {any} */
  const put = (tag, attributes) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    document.body.append(node);
    return node;
  };
  return {
    'location.href': ({ to }, name) => {
      location.href = to(name);
    },
    'location.assign': ({ to }, name) => location.assign(to(name)),
    'location.replace': ({ to }, name) => location.replace(to(name)),
    'location of the top': ({ to }, name) => {
      any.top.location = to(name);
    },
    'navigation.navigate': ({ to }, name) => any.navigation.navigate(to(name)),
    'open in this window': ({ to }, name) => open(to(name), '_self'),
    refresh: ({ to }, name) =>
      document.head.append(put('meta', { 'http-equiv': 'refresh', content: `0;url=${to(name)}` })),
    "refresh by the page's own element": ({ to }, name) => {
      const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name=viewport]'));
      Object.assign(meta, { httpEquiv: 'refresh', content: `0;url=${to(name)}` });
    },
    link: ({ to }, name) => put('a', { href: to(name) }).click(),
    'loose link': ({ to }, name) => Object.assign(document.createElement('a'), { href: to(name) }).click(),
    'link by an event': ({ to }, name) =>
      put('a', { href: to(name) }).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
    'link to a download': ({ to }, name) => put('a', { href: to(name), download: 'x' }).click(),
    'loose link to a download': ({ to }, name) =>
      Object.assign(document.createElement('a'), { href: to(name), download: 'x' }).click(),
    form: ({ to }, name) => put('form', { action: to(name) }).submit(),
    'form to post': ({ to }, name) => put('form', { action: to(name), method: 'post' }).submit(),
    'form by its button': ({ to }, name) => {
      const button = document.createElement('button');
      button.formAction = to(name);
      put('form', {}).append(button);
      button.click();
    },
    'page of a blob': ({ to }, name) => {
      const page = new Blob([`<img src="${to(name)}">`], { type: 'text/html' });
      location.href = URL.createObjectURL(page);
    },
  };
}

/** The ways that load the page again, which it may: the address and what goes with it must carry nothing. @returns {Record<string, Way>} */
export function reloadingWays() {
  return {
    'address that is loaded again': ({ to }, name) => {
      history.pushState(null, '', `/way/${name}?${to(name).length}`);
      location.reload();
    },
    'cookie that is sent along': (_, name) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the old way is the one to try.
      document.cookie = `x=/way/${name}`;
      location.reload();
    },
  };
}
