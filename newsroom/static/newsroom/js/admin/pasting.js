/* Brings pasted markup down to what a story needs, before the editor reads it.

   The editor keeps only what its schema knows; what is done here is what a schema can't see: that Word writes lists as
   paragraphs with a bullet in them, that Google Docs wraps everything in a <b> that is not bold, and that bold and
   italic may be styles rather than elements. The server cleans once more whatever arrives. */

const DROPPED = "style, script, meta, link, title, xml, template, img, svg, object, iframe, form, input, button, select";
const HEADINGS = "h1, h3, h4, h5, h6";
const WORD_LIST = /mso-list:\s*l\d+\s+level(\d)/i;
const ORDERED_MARKER = /^\s*\(?(?:\d+|[a-zа-я]|[ivx]+)[.)]/i;

/** The same markup, clean: no styles, no classes, real lists, one level of headings. */
export function cleanPastedHtml(html) {
  const page = new DOMParser().parseFromString(setStylesAside(html), "text/html");
  removeComments(page);
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  keepEmphasis(page);
  makeLists(page);
  for (const heading of page.querySelectorAll(HEADINGS)) rename(heading, "h2");
  for (const element of page.body.querySelectorAll("*")) {
    if (element.localName.includes(":") || element.localName === "span" || element.localName === "font") {
      element.replaceWith(...element.childNodes);
      continue;
    }
    for (const { name } of [...element.attributes]) {
      const isPhoto = name === "data-photo" && element.localName === "figure"; // Cut from this text or another story's.
      if (!isPhoto && !["href", "colspan", "rowspan"].includes(name)) element.removeAttribute(name);
    }
  }
  for (const block of page.querySelectorAll("p, h2, li")) {
    if (!block.textContent.replace(/\u00a0/g, " ").trim() && !block.querySelector("br")) block.remove();
  }
  return page.body.innerHTML.replace(/&nbsp;/g, " ");
}

/* A style attribute, once parsed, is reported by the content policy; under another name it is only text. */
function setStylesAside(html) {
  return html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "").replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/(<[a-z][^>]*?)\sstyle\s*=/gi, "$1 data-style=");
}

function removeComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

function keepEmphasis(page) {
  for (const element of page.querySelectorAll("[data-style]")) {
    const style = element.dataset.style;
    if (/^(b|strong)$/.test(element.localName) && /(^|[;\s])font-weight:\s*(normal|400)/i.test(style)) {
      element.replaceWith(...element.childNodes);
    } else if (element.localName === "span") {
      if (/(^|[;\s])font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap(element, "strong");
      if (/(^|[;\s])font-style:\s*italic/i.test(style)) wrap(element, "em");
    }
  }
}

function wrap(element, name) {
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

/* Word's list items are paragraphs that name their list in a style and carry the bullet as text. */
function makeLists(page) {
  let list = null;
  for (const paragraph of page.querySelectorAll("p")) {
    if (!WORD_LIST.test(paragraph.dataset.style || "")) continue;
    const marker = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style || ""));
    const isOrdered = ORDERED_MARKER.test(marker ? marker.textContent : "");
    if (marker) marker.remove();
    const kind = isOrdered ? "ol" : "ul";
    if (!list || list.nextElementSibling !== paragraph || list.localName !== kind) {
      list = page.createElement(kind);
      paragraph.before(list);
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    paragraph.remove();
    list.append(item);
  }
}
