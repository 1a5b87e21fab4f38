/* Turns each textarea with `data-story-editor` into an editor that knows only what a news story needs. */

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History, Italic, Link,
  ListItem, Menu, OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow, Text, gettext,
  updateAttrsDialog,
} from "django-prose-editor/editor";

import { cleanPastedHtml } from "newsroom/pasting";
import { PhotoButton, StoryPhoto, connectEditor } from "newsroom/photo_node";

const MENU = [
  { group: "headings" },
  { group: "marks" },
  { group: "link" },
  { group: "lists" },
  { group: "quote" },
  { group: "table" },
  { group: "photo" },
  { group: "history" },
];

/* The package has its buttons' names in English only; the catalogue of the admin has them in ours. */
const NAMES = {
  heading2: gettext("Subheading"),
  bold: gettext("Bold"),
  italic: gettext("Italic"),
  link: gettext("Link"),
  unlink: gettext("Remove the link"),
  bulletList: gettext("Bulleted list"),
  orderedList: gettext("Numbered list"),
  blockquote: gettext("Quotation"),
  table: gettext("Insert a table"),
  "table:addColumnAfter": gettext("Add a column"),
  "table:deleteColumn": gettext("Delete the column"),
  "table:addRowAfter": gettext("Add a row"),
  "table:deleteRow": gettext("Delete the row"),
  "table:mergeCells": gettext("Merge the cells"),
  "table:splitCell": gettext("Split the cell"),
  "table:toggleHeaderCell": gettext("Heading cell"),
  "table:deleteTable": gettext("Delete the table"),
  orderedListProperties: gettext("Properties of the list"),
  photo: gettext("Photo"),
  "history:undo": gettext("Undo"),
  "history:redo": gettext("Redo"),
};

/* The quotation's own button stands in the group of all blocks; this gives it one of its own. */
const QuoteButton = Extension.create({
  name: "quoteButton",
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "blockquote",
      groups: "quote",
      command: (editor) => editor.chain().focus().toggleBlockquote().run(),
      button: buttons.material("format_quote", NAMES.blockquote),
      active: (editor) => editor.isActive("blockquote"),
      enabled: (editor) => editor.can().toggleBlockquote(),
    });
  },
});

const askForAddress = updateAttrsDialog(
  { href: { type: "string", title: gettext("Address"), required: true } },
  { title: gettext("Link"), submitText: gettext("Insert") },
);

/* A link of a story is its address and nothing else: no window to open in, no title to hover over. */
const StoryLink = Link.extend({
  addAttributes() {
    return { href: this.parent().href };
  },
  addCommands() {
    return {
      ...this.parent(),
      addLink: () => ({ editor }) => {
        const isLink = editor.isActive("link");
        if (editor.state.selection.empty && !isLink) return;
        askForAddress(editor, editor.getAttributes("link")).then((chosen) => {
          if (!chosen?.href.trim()) return;
          const address = chosen.href.trim();
          const href = /^[a-z]+:/i.test(address) ? address : `${address.includes("@") ? "mailto:" : "https://"}${address}`;
          const chain = editor.chain().focus();
          (isLink ? chain.extendMarkRange("link") : chain).setLink({ href }).run();
        });
      },
    };
  },
});

/* Three by three with a heading row; the buttons beside it make it what it should be. */
const StoryTable = Table.extend({
  addCommands() {
    return {
      ...this.parent(),
      insertTableWithOptions: () => ({ commands }) => commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    };
  },
});

const withoutEmptyParagraph = (html) => (/^<(\w+)><\/\1>$/.test(html) ? "" : html);

function startEditor(textarea) {
  const element = document.createElement("div");
  element.className = "prose-editor";
  textarea.before(element);
  element.append(textarea);
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const editor = new Editor({
    element,
    injectCSS: false, // Its styles are in our style sheet: the content policy allows none in the page.
    content: textarea.value,
    extensions: [
      Document, Paragraph, Text, HardBreak, Bold, Italic, BulletList, OrderedList, ListItem, Blockquote, Dropcursor, Gapcursor,
      History, Heading.configure({ levels: [2] }),
      StoryLink.configure({ enableTarget: false, protocols: ["http", "https", "mailto"], defaultProtocol: "https" }),
      StoryTable, TableRow, TableHeader, TableCell, QuoteButton, StoryPhoto, PhotoButton,
      Menu.configure({ groups: MENU }),
    ],
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label ? label.textContent.trim() : "",
        "aria-describedby": textarea.getAttribute("aria-describedby") || "",
        lang: storyLanguage(),
      },
      transformPastedHTML: cleanPastedHtml,
    },
    onCreate: () => nameButtons(element), // The bar is there only now.
    onUpdate({ editor }) {
      textarea.value = withoutEmptyParagraph(editor.getHTML());
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  connectEditor(editor);
  if (label) label.addEventListener("click", () => editor.commands.focus());
  textarea.addEventListener("focus", () => editor.commands.focus());
  document.getElementById("id_language")?.addEventListener("change", () => {
    editor.view.dom.setAttribute("lang", storyLanguage());
  });
  element.dataset.ready = "";
}

function storyLanguage() {
  return document.getElementById("id_language")?.value || document.documentElement.lang;
}

function nameButtons(element) {
  element.querySelector(".prose-menubar")?.setAttribute("role", "toolbar");
  for (const button of element.querySelectorAll(".prose-menubar button")) {
    const name = NAMES[button.dataset.name];
    if (!name) continue;
    button.title = name;
    button.setAttribute("aria-label", name);
  }
}

for (const textarea of document.querySelectorAll("textarea[data-story-editor]")) startEditor(textarea);
