/* A photo in the text: one piece that can be dragged, selected and deleted, and that is `<figure data-photo>` when stored. */

import { Extension, Node, gettext } from "django-prose-editor/editor";

import { openPicker } from "newsroom/photo_picker";
import { captionOf, connectText, factsOf, find, follow, listen, root } from "newsroom/photo_store";

const views = new Set();

export const StoryPhoto = Node.create({
  name: "storyPhoto",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes() {
    return {
      photo: {
        default: 0,
        parseHTML: (element) => Number(element.dataset.photo) || 0,
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
    };
  },
  parseHTML() {
    return [{ tag: "figure[data-photo]" }];
  },
  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes];
  },
  addNodeView() {
    return ({ node, getPos, editor }) => {
      const dom = document.createElement("figure");
      const image = document.createElement("img");
      const caption = document.createElement("figcaption");
      const words = document.createElement("span");
      const button = document.createElement("button");
      dom.className = "photo-node";
      dom.dataset.photo = node.attrs.photo;
      image.alt = "";
      image.draggable = false;
      button.type = "button";
      button.textContent = gettext("Take out");
      button.addEventListener("click", () => {
        editor.chain().focus().deleteRange({ from: getPos(), to: getPos() + 1 }).run();
      });
      caption.append(words, " ", button);
      dom.append(image, caption);
      const show = () => {
        const known = factsOf(node.attrs.photo);
        const entry = find(node.attrs.photo, "body");
        image.hidden = !known?.thumb || known.killed;
        if (known?.thumb) image.src = known.thumb;
        words.textContent = known
          ? (known.killed ? `${known.title} (${known.word})` : "") || (entry ? captionOf(entry) : known.captions.bg) || known.title
          : interpolate(gettext("Photo %(number)s is not in the library: it will be left out."), { number: node.attrs.photo }, true);
        button.setAttribute("aria-label", `${gettext("Take out")}: ${words.textContent.slice(0, 80)}`);
      };
      show();
      views.add(show);
      return {
        dom,
        ignoreMutation: () => true,
        stopEvent: (event) => event.target === button,
        destroy: () => views.delete(show),
      };
    };
  },
});

/** The button of the editor's bar that opens the picker. */
export const PhotoButton = Extension.create({
  name: "photoButton",
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "photo",
      groups: "photo",
      command: () => openPicker("body"),
      button: buttons.material("image", gettext("Photo")),
      enabled: () => true,
    });
  },
});

const photosIn = (editor) => {
  const photos = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "storyPhoto") photos.push({ photo: node.attrs.photo, position });
  });
  return photos;
};

/** Keep the list of photos and this editor's text in step. */
export function connectEditor(editor) {
  if (!root) return;
  connectText({
    insert(photo) {
      const { $to } = editor.state.selection;
      const place = $to.depth ? $to.after(1) : $to.pos;
      const isLast = place >= editor.state.doc.content.size;
      const content = [{ type: "storyPhoto", attrs: { photo } }];
      if (isLast) content.push({ type: "paragraph" });
      editor.chain().focus().insertContentAt(place, content).run();
    },
    remove(photo) {
      for (const { position } of photosIn(editor).filter((each) => each.photo === photo).reverse()) {
        editor.chain().deleteRange({ from: position, to: position + 1 }).run();
      }
    },
  });
  editor.on("update", () => follow(photosIn(editor).map(({ photo }) => photo)));
  listen(() => { for (const show of views) show(); });
}
