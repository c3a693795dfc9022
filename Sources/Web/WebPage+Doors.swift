extension WebPage {
  /// The panel in which a number's arithmetic opens, and the doors to it: whatever has `data-door`,
  /// a name, and `data-at`, which of its elements.
  static let doorScript =
    doorStart + doorFormulas + doorTables + doorUses + doorPanel + doorWay + doorPlaces

  /// What there is to know, and where from.
  private static let doorStart = #"""
    const openDoors = () => {
      const panel = byId("door");
      if (!panel) return;
      const { words, precedence } = JSON.parse(byId("door-words").textContent);
      const say = (key, ...values) => words[key].replace(/\{(\d)\}/g, (_, place) => values[place]);
      const book = makeBook();
      const carried = byId("doors");
      const path = document.body.dataset.doors;
      let moments = null;
      let moment = -1;
      let now = new Map();
      let trail = [];
      let opener = null;
      let isExact = false;
      let asked = 0;

      const make = (tag, attributes = {}, ...children) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
          if (value !== undefined && value !== false) element.setAttribute(name, value);
        }
        element.append(...children);
        return element;
      };

      // MARK: What there is to know

      const unpacked = async (text) => {
        const letters = atob(text);
        const packed = new Uint8Array(letters.length);
        for (let i = 0; i < letters.length; i += 1) packed[i] = letters.charCodeAt(i);
        const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
      };
      let loading = null;
      const load = () => {
        loading ??= carried
          ? unpacked(carried.textContent).then((bytes) => { moments = book.take(bytes); })
          : Promise.resolve();
        return loading;
      };
      const current = () => (moments ? moments[moment < 0 ? moments.length - 1 : moment] : now);

      const fetched = async (question) => {
        const answer = await fetch(`${path}${question}`);
        if (!answer.ok) return null;
        return book.take(new Uint8Array(await answer.arrayBuffer()))[0];
      };

      /** The version of a name that is meant, with its arithmetic where that can be had. */
      const find = async ({ name, key }) => {
        await load();
        let found = key ?? current().get(name);
        if (path && (!found || !book.versions.get(found)?.isWhole)) {
          const address = encodeURIComponent(name);
          const names = await fetched(key ? `${address}/${key.split("@")[1] || "-"}` : address);
          if (!names) return null;
          found = names.get(name);
          if (!key && found) now.set(name, found);
          const version = book.versions.get(found);
          if (version) version.isWhole = true;
        }
        return book.versions.get(found) ?? null;
      };

    """#
}
