import type { ProfileNode } from "../../src/driver/index.js";

/** A flame graph as one file: an SVG that shows everything without its script, which adds zoom and search. */
export interface FlamePage {
  readonly title: string;
  /** Shown under the title. */
  readonly subtitle: string;
  /** What one period is, for the tips: "reductions" and how many. */
  readonly unit: string;
  readonly perPeriod: number;
  readonly root: ProfileNode;
}

const WIDTH = 1200;
const ROW = 18;
/** Narrower boxes are not drawn until one zooms in; the smallest part of all that is kept in the file. */
const LEAST_PART = 1 / 5000;

interface Box {
  readonly name: string;
  readonly depth: number;
  /** As parts of the whole. */
  readonly x: number;
  readonly w: number;
  readonly self: number;
  readonly total: number;
}

/** Boxes from the root down; children in the order of their names, so that two profiles can be laid side by side. */
function boxesOf(root: ProfileNode): Box[] {
  const all = Math.max(1, root.total);
  const boxes: Box[] = [];
  const work: { node: ProfileNode; depth: number; x: number }[] = [{ node: root, depth: 0, x: 0 }];
  for (let step = work.pop(); step !== undefined; step = work.pop()) {
    const { node, depth, x } = step;
    boxes.push({ name: node.name, depth, x: x / all, w: node.total / all, self: node.self, total: node.total });
    let at = x;
    for (const child of [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (child.total / all >= LEAST_PART) work.push({ node: child, depth: depth + 1, x: at });
      at += child.total;
    }
  }
  return boxes;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => (c === "&" ? "&amp;" : c === "<" ? "&lt;" : c === ">" ? "&gt;" : "&quot;"));

/** Functions of one namespace have one hue: warm for the program's, cool for the library's. */
function colour(name: string, depth: number): string {
  if (depth < 2) return "hsl(0 0% 82%)";
  const ns = name.replace(/\/.*/, "");
  let hash = 0;
  for (const c of ns) hash = (hash * 31 + c.charCodeAt(0)) % 997;
  const library = /^(clojure|odeon)\./.test(ns);
  return `hsl(${library ? 180 + (hash % 60) : hash % 55} ${library ? 45 : 85}% ${68 + (hash % 5) * 2}%)`;
}

const rounded = (n: number): string => String(Math.round(n * 1e6) / 1e6);

function boxElement(box: Box): string {
  const { name, depth, x, w } = box;
  return [
    `<g data-x="${rounded(x)}" data-w="${rounded(w)}" data-d="${depth}" data-s="${box.self}" data-t="${box.total}">`,
    `<rect x="${rounded(x * WIDTH)}" y="${depth * ROW}" width="${rounded(Math.max(0.3, w * WIDTH - 0.4))}" height="${ROW - 1}" fill="${colour(name, depth)}"/>`,
    `<text x="${rounded(x * WIDTH + 3)}" y="${depth * ROW + 13}">${escaped(fitting(name, w * WIDTH))}</text>`,
    `<title>${escaped(name)}</title></g>`,
  ].join("");
}
/** As much of a name as fits; the script has the same rule. */
function fitting(name: string, width: number): string {
  const chars = Math.floor((width - 6) / 6.6);
  return chars < 3 ? "" : name.length <= chars ? name : `${name.slice(0, chars - 1)}…`;
}

const STYLE = `body{font:13px system-ui,sans-serif;margin:16px;color:#222;background:#fff}h1{font-size:17px;margin:0 0 4px}
p{margin:0 0 10px;color:#555}#bar{display:flex;gap:12px;align-items:center;margin-bottom:8px;min-height:26px}
svg{width:100%;display:block}svg text{font:11px ui-monospace,monospace;pointer-events:none}g{cursor:pointer}
g:hover rect{stroke:#000;stroke-width:.7}g.found rect{fill:#d63bd6}g.dim rect{opacity:.45}#tip{font-family:ui-monospace,monospace}`;

/** Zoom: click a box, again on the root (or Escape) to go back. Search: a regular expression over names. */
const SCRIPT = `const W=${WIDTH},svg=document.querySelector('svg'),gs=[...svg.querySelectorAll('g')],tip=document.getElementById('tip'),find=document.getElementById('find'),hit=document.getElementById('hit');
const bs=gs.map(g=>({g,r:g.children[0],t:g.children[1],n:g.children[2].textContent,x:+g.dataset.x,w:+g.dataset.w,d:+g.dataset.d,s:+g.dataset.s,p:+g.dataset.t}));
const all=bs[0].p,fit=(n,w)=>{const c=Math.floor((w-6)/6.6);return c<3?'':n.length<=c?n:n.slice(0,c-1)+'…'};
function zoom(z){for(const b of bs){const above=b.d<z.d&&b.x<=z.x+1e-9&&b.x+b.w>=z.x+z.w-1e-9,inside=b.d>=z.d&&b.x>=z.x-1e-9&&b.x+b.w<=z.x+z.w+1e-9;
b.g.style.display=above||inside?'':'none';b.g.classList.toggle('dim',above&&b!==z);if(!above&&!inside)continue;
const x=above?0:(b.x-z.x)/z.w*W,w=above?W:b.w/z.w*W;b.r.setAttribute('x',x);b.r.setAttribute('width',Math.max(.3,w-.4));b.t.setAttribute('x',x+3);b.t.textContent=fit(b.n,w)}}
const say=b=>b.n+'  '+(100*b.p/all).toFixed(2)+'%, itself '+(100*b.s/all).toFixed(2)+'%  ('+(b.p*per).toLocaleString('en')+' '+unit+')';
for(const b of bs){b.g.onclick=()=>zoom(b);b.g.onmouseover=()=>{tip.textContent=say(b)}}
function search(){let e;try{e=find.value?new RegExp(find.value,'i'):null}catch{return}let sum=0,end=-1;
for(const b of [...bs].sort((a,c)=>a.x-c.x||a.d-c.d)){const y=!!e&&b.d>0&&e.test(b.n);b.g.classList.toggle('found',y);if(y&&b.x>=end-1e-9){sum+=b.w;end=b.x+b.w}}
hit.textContent=e?(100*sum).toFixed(2)+'% matches':''}
find.oninput=search;document.onkeydown=e=>{if(e.key==='Escape'){zoom(bs[0]);find.value='';search()}};`;

export function flamePage(page: FlamePage): string {
  const boxes = boxesOf(page.root);
  const height = ROW * (boxes.reduce((most, box) => Math.max(most, box.depth), 0) + 1);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(page.title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(page.title)}</h1><p>${escaped(page.subtitle)}</p>
<div id="bar"><input id="find" type="search" placeholder="search (regular expression)" size="28"><span id="hit"></span><span id="tip"></span></div>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}">
${boxes.map(boxElement).join("\n")}
</svg>
<script>const unit=${JSON.stringify(page.unit)},per=${page.perPeriod};${SCRIPT}</script></body></html>
`;
}
