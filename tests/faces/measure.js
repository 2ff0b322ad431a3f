// Measures a page as it is drawn and writes what it found into the page. Elements are named by words.
function name(e) {
  const own = (e.textContent || e.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ');
  return `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''} "${own.slice(0, 60)}"`;
}
function colour(text) {
  const found = (text.match(/[\d.]+/g) || []).map(Number);
  return found.length < 3 ? [0, 0, 0, 0] : [found[0], found[1], found[2], found.length > 3 ? found[3] : 1];
}
function light(c) {
  const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}
function ground(e) {
  for (let at = e; at; at = at.parentElement) {
    const c = colour(getComputedStyle(at).backgroundColor);
    if (c[3] > 0.9) return c;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
}
function crossing(a, b, slack) {
  return Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;
}
function overflowing() {
  const found = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (e.closest('svg') || !e.clientWidth) continue;
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline') {
      const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX);
      found.push({what: name(e), by: e.scrollWidth - e.clientWidth, scrolls});
    }
  }
  return found;
}
function texts(svg) {
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
}
function crowded(svg) {
  const all = texts(svg), boxes = all.map(t => t.getBoundingClientRect()), frame = svg.getBoundingClientRect();
  const found = [];
  all.forEach((t, i) => {
    const b = boxes[i];
    if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 2 || b.bottom > frame.bottom + 2)
      found.push(`${t.textContent} leaves the chart`);
    for (let j = i + 1; j < all.length; j++)
      if (crossing(b, boxes[j], 1.5)) found.push(`${t.textContent} over ${all[j].textContent}`);
  });
  return found;
}
function under(t) {
  const b = t.getBoundingClientRect(), x = (b.left + b.right) / 2, y = (b.top + b.bottom) / 2;
  let last = null;
  for (const r of t.ownerSVGElement.querySelectorAll('rect')) {
    const c = r.getBoundingClientRect();
    if (c.left <= x && x <= c.right && c.top <= y && y <= c.bottom) last = r;
  }
  return last ? colour(getComputedStyle(last).fill) : ground(t.ownerSVGElement);
}
function pale() {
  const found = [], seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || /SCRIPT|STYLE|TITLE/i.test(e.tagName)) continue;
    const drawn = e.closest('svg') !== null, style = getComputedStyle(e);
    const ratio = contrast(colour(drawn ? style.fill : style.color), drawn ? under(e) : ground(e));
    const key = `${e.className.baseVal || e.className}|${ratio.toFixed(2)}`;
    if (ratio < 4.5 && !seen.has(key)) { seen.add(key); found.push(`${name(e)} ${ratio.toFixed(2)}`); }
  }
  return found;
}
function headings() {
  return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]));
}
function bare() {
  const bad = [...document.querySelectorAll('svg')].filter(s => s.getAttribute('role') !== 'img'
    || !(s.getAttribute('aria-label') || '').trim() || !s.querySelector('title')).map(name);
  const heads = [...document.querySelectorAll('th')].filter(t => !t.getAttribute('scope')).map(name);
  const tables = [...document.querySelectorAll('table')].filter(t => !t.querySelector('caption')
    && !t.getAttribute('aria-label') && !t.getAttribute('aria-labelledby')).map(name);
  const images = [...document.querySelectorAll('img')].filter(i => !i.hasAttribute('alt')).map(name);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const lost = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => !document.getElementById(id));
  return [...bad, ...heads, ...tables, ...images, ...twice, ...lost];
}
const told = document.createElement('pre');
told.textContent = JSON.stringify({
  width: innerWidth, page: document.documentElement.scrollWidth,
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  overflowing: overflowing(), crowded: [...document.querySelectorAll('svg')].map(s => [name(s), crowded(s)]).filter(p => p[1].length),
  pale: pale(), headings: headings(), bare: bare(),
  landmarks: ['header', 'nav', 'main'].filter(t => document.querySelectorAll(t).length === 1),
  fetched: performance.getEntriesByType('resource').map(r => r.name),
  small: [...new Set([...document.body.querySelectorAll('*')].filter(e => !e.closest('svg') && e.childElementCount === 0
    && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).map(name))].slice(0, 5),
  cut: [...document.querySelectorAll('svg text')].filter(t => t.textContent.endsWith('…')).map(t => t.textContent),
  height: document.documentElement.scrollHeight,
});
told.id = 'measured';
document.body.appendChild(told);
