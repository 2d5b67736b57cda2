// What the browser adds; without it every page works all the same. Listeners stand on the document, so that they also
// serve what is put into the page later.
(() => {
  "use strict";
  const words = document.currentScript.dataset, LIST = "form.filter[data-list]";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const page = (text) => new DOMParser().parseFromString(text, "text/html");
  const main = () => document.getElementById("main"), where = () => location.pathname + location.search;
  let leaving = false, sending = false, shown = where();

  // Put an answered document in the place of this one; `address` is where it came from, if from elsewhere.
  function show(text, address) {
    const answer = page(text);
    if (address) history.pushState(null, "", address);
    shown = where();
    document.title = answer.title;
    document.body.replaceWith(document.adoptNode(answer.body));
    scrollTo(0, 0);
    (document.querySelector("[autofocus]") || main()).focus();
    start();
  }

  // Going back asks for the page before; nothing is ever sent again.
  addEventListener("popstate", () => { if (where() !== shown) location.reload(); });

  // Forms: a warning before leaving what was typed, and no act twice.
  const typed = new WeakSet();
  const unsaved = (form) => typed.has(form) && form.method === "post" && form.getAttribute("action") !== "/sign-in";

  addEventListener("beforeunload", (event) => {
    if (sending || (!leaving && [...document.forms].some(unsaved))) event.preventDefault();
  });

  const release = () => all("button[data-sent]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.sent;
  });
  const hold = (form) => all("button:enabled", form).forEach((button) => {
    button.disabled = true;
    button.dataset.sent = "";
  });

  addEventListener("pageshow", () => { leaving = false; release(); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(LIST)) {
      event.preventDefault();
      narrow(form);
    } else if (form.method === "post") {
      const files = all("input[type=file]", form).flatMap((field) => [...field.files]);
      if (files.length) {
        event.preventDefault();
        upload(form, files, event.submitter);
      } else {
        leaving = true;
        setTimeout(hold, 0, form); // Later, for a disabled button would not be sent.
      }
    }
  });

  function upload(form, files, submitter) {
    const told = form.querySelector("[data-upload]") || form.appendChild(document.createElement("p"));
    const bar = document.createElement("progress"), request = new XMLHttpRequest(), data = new FormData(form);
    const stop = (text) => { sending = false; told.replaceChildren(text); release(); };
    told.dataset.upload = "";
    told.setAttribute("role", "status");
    if (files.some((file) => file.size > words.most)) return stop(words.large);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    bar.value = 0;
    bar.setAttribute("aria-label", words.sending);
    told.replaceChildren(words.sending, bar);
    request.open("POST", form.action);
    request.upload.onprogress = (event) => { bar.value = event.loaded / event.total; };
    request.upload.onload = () => { bar.removeAttribute("value"); told.replaceChildren(words.kept, bar); };
    request.onerror = () => stop(words.lost);
    request.onload = () => {
      sending = false;
      show(request.responseText, request.responseURL === form.action ? "" : request.responseURL);
    };
    sending = true;
    hold(form);
    request.send(data);
  }

  // Lists: the filter, the order and the pages without a new page.
  let waiting, asking;

  function narrow(form) {
    clearTimeout(waiting);
    const asked = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value || name === "search"));
    fill(`${form.getAttribute("action")}?${asked}`, "replaceState");
  }

  async function fill(address, remember) {
    const list = document.getElementById("list");
    if (asking) asking.abort();
    asking = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal }), found = page(await answer.text());
      const fresh = found.getElementById("list");
      if (!answer.ok || !fresh) throw new Error(answer.status);
      const at = all("a", list).indexOf(document.activeElement);
      follow(found);
      list.replaceWith(document.adoptNode(fresh));
      if (at >= 0) (all("a", fresh)[at] || main()).focus();
      history[remember](null, "", address);
      shown = where();
      const rows = all("tbody tr", fresh).length;
      live().textContent = rows ? words.found.replace("{count}", rows) : fresh.textContent.trim();
    } catch (trouble) {
      if (trouble.name !== "AbortError") location.assign(address);
    }
  }

  // The filter stays, with the focus in it; the order and the export that it carries along follow the list.
  function follow(found) {
    const form = document.querySelector(LIST), other = found.querySelector(LIST);
    if (!form || !other) return;
    const mine = all("a", form);
    all("a", other).forEach((link, at) => { if (mine[at]) mine[at].href = link.href; });
    all("[type=hidden]", form).forEach((field) => field.remove());
    form.prepend(...all("[type=hidden]", other));
  }

  function live() {
    const region = document.getElementById("live") || main().appendChild(document.createElement("p"));
    Object.assign(region, { id: "live", className: "unseen" });
    region.setAttribute("aria-live", "polite");
    return region;
  }

  // While a Chinese word is being put together, what stands in the field is not yet a word.
  ["input", "compositionend"].forEach((kind) => document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form) typed.add(form);
    if (!form || !form.matches(LIST) || event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(narrow, 300, form);
  }));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#list[data-list] :is(.pager, thead) a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return;
    event.preventDefault();
    fill(link.href, "pushState");
  });

  // Long work.
  function watch(box) {
    const bar = box.querySelector("progress"), text = box.querySelector("p"), source = new EventSource(box.dataset.progress);
    const look = () => { source.close(); leaving = true; location.reload(); };
    source.onmessage = (event) => {
      const told = JSON.parse(event.data);
      text.textContent = told.text;
      if (told.total) Object.assign(bar, { max: told.total, value: told.done });
    };
    source.addEventListener("done", look);
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(look, 5000); };
  }

  // Escape puts a term's explanation away where pointer and focus are; their next movement lets it show again.
  const hush = (on) => document.documentElement.classList.toggle("hush", on);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(true); });
  ["focusin", "pointerover"].forEach((kind) => document.addEventListener(kind, () => hush(false)));

  // A wide table stands as cards on a narrow screen: each cell is told the head of its column.
  function label(table) {
    const heads = all("thead:not(:has(tr + tr, [colspan], [rowspan])) th", table).map((head) => head.textContent.trim());
    if (heads.length < 4 && table.offsetWidth <= table.parentNode.clientWidth) return;
    all("tbody tr:not(:has([colspan], [rowspan])) td", table).forEach((cell) => {
      if (cell.textContent.trim()) cell.dataset.label = heads[cell.cellIndex] || "";
    });
  }

  function start() {
    all("[data-progress]").forEach(watch);
    all(".table:not(.rows *, .chart-card *) > table:not(.stages)").forEach(label);
  }
  start();
})();
