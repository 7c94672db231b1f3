// Plays the frames in #data. A frame says which places change, and which piece then stands there.
// All that it looks for is in its own player, of which there may be several in a page.
"use strict";
{
  const player = document.currentScript.parentElement;
  const find = (id) => player.querySelector(`#poolanim-${id}`);
  const data = JSON.parse(find("data").textContent);
  addPieces();
  const places = [...find("places").children];
  const first = places.map((use) => [use.getAttribute("href"), use.getAttribute("x"), use.getAttribute("y")]);
  let shown = first;
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
      for (const [look, left, top, shown] of piece) {
        const [x, y] = [left / 10, top / 10];
        const use = shown.startsWith("#");
        const made = use
          ? drawn("use", { href: shown.replace("#", "#poolanim-"), x, y })
          : drawn("path", { d: `M${x} ${y}${shown}` });
        if (look) made.setAttribute("class", `poolanim-${look}`);
        group.append(made);
      }
      player.querySelector("defs").append(group);
    }
  }

  // The picture at a frame: for each place its piece and where that stands.
  function pictureAt(target) {
    const ahead = target >= number;
    const picture = [...(ahead ? shown : first)];
    for (let k = ahead ? number + 1 : 1; k <= target; k++) {
      for (const [place, piece, x, y] of data.frames[k].changes) {
        picture[place] = [`#poolanim-p${piece}`, x ?? first[place][1], y ?? first[place][2]];
      }
    }
    return picture;
  }

  function show(target) {
    const picture = pictureAt(target);
    picture.forEach((standing, place) => {
      if (standing !== shown[place]) {
        const [piece, x, y] = standing;
        places[place].setAttribute("href", piece);
        places[place].setAttribute("x", x);
        places[place].setAttribute("y", y);
      }
    });
    shown = picture;
    number = target;
    const count = data.frames.length;
    find("caption").textContent = data.frames[number].caption;
    find("counter").textContent = `${number + 1} / ${count}`;
    find("slider").value = number + 1;
    find("slider").style.setProperty("--done", count > 1 ? number / (count - 1) : 1);
    find("slider").setAttribute("aria-valuetext", `${number + 1} of ${count}`);
    find("hint").textContent = pass().hint;
    cells.setAttribute("aria-label", pass().field);
    ({ source, result } = pass());
    Object.assign(cells.style, {
      left: percent(source.x, data.width),
      top: percent(source.y, data.height),
      width: percent(source.columns * source.width, data.width),
      height: percent(source.rows * source.height, data.height),
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

  function rectangle({ x, y, width, height }, row, column) {
    return drawn("rect", { x: x + column * width, y: y + row * height, width, height });
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
      find("pointed").replaceChildren();
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
    const marked = terms.map(([scan]) => rectangle(result, Math.floor(scan / result.columns), scan % result.columns));
    marked.push(rectangle(source, row, column));
    const halos = marked.map((box) => box.cloneNode());
    const side = Math.min(source.width, source.height, result.width, result.height);
    find("pointed").style.setProperty("--edge", `clamp(1.25px, ${side / 5}px, 2.5px)`);
    for (const halo of halos) halo.setAttribute("class", "poolanim-halo");
    find("pointed").append(...halos, ...marked);
    const most = Math.max(12, Math.ceil(terms.length / 3));
    card.replaceChildren(element("h2", name), element("p", note));
    for (let k = 0; k < terms.length; k += most) card.append(table(terms.slice(k, k + most)));
    place(row, column);
  }

  // Between the boards, if it then leaves the cell free.
  function place(row, column) {
    const stage = find("stage").getBoundingClientRect();
    const unit = stage.width / data.width;
    const edge = (source.x + source.columns * source.width) * unit;
    const beyond = result.x * unit > edge ? result.x * unit : stage.width;
    const left = (source.x + column * source.width) * unit;
    const right = left + source.width * unit;
    const [width, height, gap] = [card.offsetWidth, card.offsetHeight, 10];
    let x = Math.max((edge + beyond - width) / 2, right + gap);
    if (x + width > stage.width - gap) x = Math.max(left - gap - width, gap);
    const y = (source.y + (row + 0.5) * source.height) * unit - height / 2;
    const lowest = window.innerHeight - stage.top - height - gap;
    card.style.left = `${x}px`;
    card.style.top = `${Math.max(Math.min(y, lowest), gap - stage.top)}px`;
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
  cells.addEventListener("blur", () => {
    pointed = focused = null;
    tell();
  });

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

  player.classList.add("poolanim-live");
  show(0);
  play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
}
