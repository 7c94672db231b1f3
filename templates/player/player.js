// Plays the frames in #data. A frame says which places change, and which piece then stands there.
// All that it looks for is in its own player, of which there may be several in a page.
"use strict";
{
  const player = document.currentScript.parentElement;
  const find = (id) => player.querySelector(`#poolanim-${id}`);
  const data = JSON.parse(find("data").textContent);
  addPieces();
  // The arrangements: that of wide windows, and that of narrow ones if there is another.
  const views = data.views.map((view, k) => {
    const places = [...find(`places${k || ""}`).children];
    const poster = places.map((use) => [use.getAttribute("href"), use.getAttribute("x"), use.getAttribute("y")]);
    return { ...view, stage: find(`stage${k || ""}`), places, poster, shown: poster, number: -1 };
  });
  let view = views[0];
  let number = 0;
  let timer = null;
  let pointed = null; // the input cell under the mouse, and the one that has the focus
  let focused = null;
  let source, result; // the boards of the pass

  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const within = (index, count) => Math.min(Math.max(index, 0), count - 1);

  function drawn(name, attributes) {
    const made = document.createElementNS(find("stage").namespaceURI, name);
    for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, value);
    return made;
  }

  // The pieces of later frames. Places are in tenths.
  function addPieces() {
    for (const [k, piece] of data.pieces.entries()) {
      const group = drawn("g", { id: `poolanim-p${data.count + k}` });
      for (const [look, ...elements] of piece) {
        for (let k = 0; k < elements.length; k += 3) {
          const [x, y, shown] = [elements[k] / 10, elements[k + 1] / 10, elements[k + 2]];
          const made = shown.startsWith("#")
            ? drawn("use", { href: shown.replace("#", "#poolanim-"), x, y })
            : drawn("path", { d: `M${x} ${y}${shown}` });
          if (look) made.setAttribute("class", look.replace(/\w+/g, "poolanim-$&"));
          group.append(made);
        }
      }
      player.querySelector("defs").append(group);
    }
  }

  // The picture at a frame: for each place its piece and where that stands. All begins with the poster.
  function pictureAt(target) {
    const { poster, shown, changes } = view;
    const ahead = target >= view.number;
    const picture = [...(ahead ? shown : poster)];
    for (let k = ahead ? view.number + 1 : 0; k <= target; k++) {
      for (const [place, piece, x, y] of changes[k]) {
        picture[place] = [`#poolanim-p${piece}`, x ?? poster[place][1], y ?? poster[place][2]];
      }
    }
    return picture;
  }

  function show(target) {
    const picture = pictureAt(target);
    picture.forEach((standing, place) => {
      if (standing !== view.shown[place]) {
        const [piece, x, y] = standing;
        view.places[place].setAttribute("href", piece);
        view.places[place].setAttribute("x", x);
        view.places[place].setAttribute("y", y);
      }
    });
    view.shown = picture;
    view.number = number = target;
    const count = data.frames.length;
    find("caption").textContent = data.frames[number].caption;
    find("counter").textContent = `${number + 1} / ${count}`;
    find("slider").value = number + 1;
    find("slider").style.setProperty("--done", count > 1 ? number / (count - 1) : 1);
    find("slider").setAttribute("aria-valuetext", `${number + 1} of ${count}`);
    find("hint").textContent = pass().hint;
    cells.setAttribute("aria-label", pass().field);
    ({ source, result } = view.boards[data.frames[number].pass]);
    Object.assign(cells.style, {
      left: percent(source.x, view.width),
      top: percent(source.y, view.height),
      width: percent(source.columns * source.width, view.width),
      height: percent(source.rows * source.height, view.height),
    });
    tell();
  }

  function wait() {
    timer = setTimeout(() => {
      show((number + 1) % data.frames.length);
      wait();
    }, data.frames[number].ms / find("speed").value);
  }

  function play(on) {
    clearTimeout(timer);
    timer = null;
    if (on) wait();
    player.classList.toggle("poolanim-playing", on);
    const name = on ? "Pause" : "Play";
    find("play").setAttribute("aria-label", name);
    find("play").title = `${name} (space)`;
    find("caption").setAttribute("aria-live", on ? "off" : "polite"); // a film would never let up
  }

  function go(target) {
    play(false);
    show(within(target, data.frames.length));
  }

  // The field of cells over the input's board, and the card of the one that is pointed at.

  const cells = find("cells");
  const card = find("card");
  const pass = () => data.passes[data.frames[number].pass];

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function rectangle({ x, y, width, height }, row, column, rx) {
    return drawn("rect", { x: x + column * width, y: y + row * height, width, height, rx });
  }

  function table(terms) {
    const made = document.createElement("table");
    made.createTHead().insertRow().append(...pass().head.map((name) => element("th", name)));
    const body = made.createTBody();
    for (const [scan, ...texts] of terms) {
      const row = body.insertRow();
      row.dataset.scan = scan;
      row.append(...[scan + 1, pass().scans[scan], ...texts].map((text) => element("td", text)));
    }
    return made;
  }

  // Tell of the cell that is pointed at, and mark it, and the numbers of its scans.
  function tell() {
    const cell = pointed ?? focused;
    const told = cell && [data.frames[number].pass, ...cell].join();
    if (card.dataset.told !== String(told)) {
      card.dataset.told = told;
      card.hidden = cell === null;
      for (const marks of player.querySelectorAll(".poolanim-pointed")) marks.replaceChildren();
      if (cell) open(...cell);
    }
    const now = data.frames[number].scan;
    for (const row of card.querySelectorAll("[data-scan]")) {
      row.classList.toggle("poolanim-now", row.dataset.scan == now);
      row.classList.toggle("poolanim-to-come", row.dataset.scan > now);
    }
  }

  function open(row, column) {
    const { name, note, terms } = pass().cells[row * source.columns + column];
    const edge = Math.min(Math.max(Math.min(source.width, source.height, result.width, result.height) / 5, 1.25), 2.5);
    const marked = terms.map(([scan]) => rectangle(result, Math.floor(scan / result.columns), scan % result.columns, edge));
    marked.push(rectangle(source, row, column, edge));
    const halos = marked.map((box) => box.cloneNode());
    const marks = view.stage.querySelector(".poolanim-pointed");
    marks.style.setProperty("--edge", `${edge}px`);
    for (const halo of halos) halo.setAttribute("class", "poolanim-halo");
    marks.append(...halos, ...marked);
    const most = Math.max(12, Math.ceil(terms.length / 3));
    card.replaceChildren(element("h2", name), element("p", note));
    for (let k = 0; k < terms.length; k += most) card.append(table(terms.slice(k, k + most)));
    place(row, column);
  }

  // Within the stage, where it leaves the cell free: between the boards if it fits there, or at the
  // side of the cell with the most room, which may be less than it wants.
  function place(row, column) {
    const stage = view.stage.getBoundingClientRect();
    const unit = stage.width / view.width;
    const gap = 8;
    const left = (source.x + column * source.width) * unit - gap;
    const top = (source.y + row * source.height) * unit - gap;
    const right = left + source.width * unit + 2 * gap;
    const bottom = top + source.height * unit + 2 * gap;
    const edge = (source.x + source.columns * source.width) * unit;
    const beyond = result.x * unit > edge ? result.x * unit : stage.width;
    const sides = [
      { x: right, y: gap, width: stage.width - gap - right, height: stage.height - 2 * gap },
      { x: gap, y: gap, width: left - gap, height: stage.height - 2 * gap },
      { x: gap, y: bottom, width: stage.width - 2 * gap, height: stage.height - gap - bottom },
      { x: gap, y: gap, width: stage.width - 2 * gap, height: top - gap },
    ];
    Object.assign(card.style, { left: 0, top: 0, maxWidth: "", maxHeight: "" });
    const { width, height } = card.getBoundingClientRect();
    const shown = (side) => Math.min(side.width / width, 1) * Math.min(side.height / height, 1);
    const side = sides.reduce((best, each) => (shown(each) > shown(best) ? each : best));
    const [wide, high] = [Math.min(width, side.width), Math.min(height, side.height)];
    const [x, y] = [(edge + beyond - wide) / 2, (top + bottom - high) / 2];
    Object.assign(card.style, {
      left: `${Math.min(Math.max(x, side.x), side.x + side.width - wide)}px`,
      top: `${Math.min(Math.max(y, side.y), side.y + side.height - high)}px`,
      maxWidth: `${wide + 0.1}px`,
      maxHeight: `${high + 0.1}px`,
    });
    card.tabIndex = wide < width || high < height ? 0 : -1; // so that keys can scroll it
  }

  function cellAt(event) {
    const box = cells.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * source.rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * source.columns);
    return [within(row, source.rows), within(column, source.columns)];
  }

  cells.addEventListener("pointermove", (event) => {
    pointed = cellAt(event);
    tell();
  });
  cells.addEventListener("pointerdown", (event) => {
    focused = cellAt(event);
    tell();
  });
  cells.addEventListener("pointerleave", () => {
    pointed = null;
    tell();
  });
  cells.addEventListener("focus", () => {
    focused ??= data.focus;
    tell();
  });
  for (const part of [cells, card]) {
    part.addEventListener("blur", ({ relatedTarget }) => {
      if (relatedTarget === cells || relatedTarget === card) return;
      pointed = focused = null;
      tell();
    });
  }

  const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -Infinity],
    End: [0, Infinity],
  };

  cells.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cells.blur();
    if (!STEPS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    const [down, right] = STEPS[event.key];
    pointed = null;
    focused = [within(focused[0] + down, source.rows), within(focused[1] + right, source.columns)];
    tell();
  });

  // Buttons and keys.

  const KEYS = {
    " ": () => play(timer === null),
    ArrowLeft: () => go(number - 1),
    ArrowRight: () => go(number + 1),
    Home: () => go(0),
    End: () => go(data.frames.length - 1),
  };

  find("play").addEventListener("click", KEYS[" "]);
  find("previous").addEventListener("click", KEYS.ArrowLeft);
  find("next").addEventListener("click", KEYS.ArrowRight);
  find("slider").addEventListener("input", (event) => go(event.target.value - 1));
  find("speed").addEventListener("change", () => timer !== null && play(true));
  document.addEventListener("keydown", (event) => {
    if (!player.contains(event.target) && !player.matches("body > :only-child")) return; // not its page
    const own = { BUTTON: [" "], INPUT: ["ArrowLeft", "ArrowRight", "Home", "End"], SELECT: Object.keys(KEYS) };
    const taken = own[event.target.tagName]?.includes(event.key); // by what has the focus
    if (!KEYS[event.key] || taken || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  document.addEventListener("pointerdown", (event) => cells.contains(event.target) || card.contains(event.target) || cells.blur());
  card.addEventListener("mousedown", (event) => event.preventDefault()); // which keeps the focus

  // The arrangement that fits, and the height that a frame around the page should have.

  function fit() {
    const [body, stage] = [player.querySelector(".poolanim-body"), player.querySelector(".poolanim-stage")];
    const fitting = views.find((each) => each.stage.getClientRects().length) ?? view;
    if (fitting !== view) {
      view = fitting;
      card.dataset.told = "";
      show(number);
    }
    body.style.removeProperty("--foot");
    const height = Math.ceil(body.getBoundingClientRect().height);
    body.style.setProperty("--foot", `${height - stage.clientHeight}px`);
    if (isFramed) parent.postMessage({ poolanim: { height } }, "*"); // whose height is no secret
  }

  // The theme: of the address, of the page around the frame, of this page, or of the reader's system.

  const isFramed = parent !== window && player.matches("body > :only-child");
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("theme");

  function choose(theme) {
    const chosen = [theme, asked].find((each) => ["light", "dark"].includes(each));
    if (chosen) player.dataset.theme = chosen;
    else delete player.dataset.theme;
  }

  function listen({ source, data }) {
    if (source === parent && data?.poolanim) choose(data.poolanim.theme);
  }

  choose(isFramed ? null : root.dataset.theme);
  if (isFramed) addEventListener("message", listen);
  else new MutationObserver(() => choose(root.dataset.theme)).observe(root, { attributeFilter: ["data-theme"] });

  player.classList.add("poolanim-live");
  fit();
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  show(moves ? 0 : data.poster);
  new ResizeObserver(fit).observe(player);
  play(moves);
}
