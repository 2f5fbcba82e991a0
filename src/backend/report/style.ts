/** The page's style sheet: the colours and sizes of the workbench, on paper. */

const LIGHT = `--paper:#f3f4f5;--s0:#e9eaec;--s1:#f3f4f5;--s2:#fff;--s3:#e5e7eb;--line:#dfe1e5;--line2:#b9bec6;--line3:#7f858e;--t1:#15171a;--t2:#474d55;--t3:#5c636c;--accent:#0a66b3;--accent-soft:rgba(10,102,179,.11);--warn:#865600;--warn-soft:rgba(160,105,0,.1);--bad:#b93222;--grid:#e3e5e8;--mark:#858b95;--bar:#b4b9c1;color-scheme:light`;

const DARK = `--paper:#131416;--s0:#0c0d0f;--s1:#131416;--s2:#191a1d;--s3:#222428;--line:#25272b;--line2:#3d4148;--line3:#6a707a;--t1:#ecedee;--t2:#abb0b8;--t3:#868c96;--accent:#62b5f6;--accent-soft:rgba(98,181,246,.15);--warn:#e3ac49;--warn-soft:rgba(227,172,73,.12);--bad:#f27d72;--grid:#2a2d32;--mark:#868c96;--bar:#4d525b;color-scheme:dark`;

/** Figures alone: what a page needs that shows nothing else. */
export const figureStyle = `
.plot{display:block;max-width:100%;height:auto;overflow:visible}
.plot text{font:11px var(--ui);fill:var(--t2)}
.plot .tick{font:10px var(--mono);letter-spacing:-.02em;fill:var(--t3)}
.plot .axis{fill:var(--t3)}
.plot .label{fill:var(--t1)}
.plot .strong{fill:var(--t1);font-weight:600}
.plot .grid{stroke:var(--grid);stroke-width:1}
.plot .mark{stroke:var(--mark);stroke-width:1;stroke-dasharray:3 3;fill:none}
.plot .mark.on{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:none}
.plot .bar{fill:var(--bar)}
.plot .cut{fill:var(--bad)}
.plot .ground{fill:var(--s0)}
.plot .more{fill:var(--accent)}
.plot .less{fill:var(--bad)}
.plot .framed{stroke:var(--t1);stroke-width:1}
.plot .whisker{stroke:var(--mark);stroke-width:1.4;fill:none}
.plot .dot{fill:var(--mark)}
.plot .on{stroke:var(--accent)}
.plot .dot.on{fill:var(--accent);stroke:none}
`;

const fonts = `--ui:"Inter","Segoe UI Variable Text","Segoe UI",system-ui,-apple-system,"SF Pro Text","Noto Sans",sans-serif;--mono:"JetBrains Mono",ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace`;

/** Colours by theme: that of the system, or fixed for whatever carries the class. Paper is always light. */
export const themeStyle = `
:root{${fonts};${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
.light{${LIGHT}}
.dark{${DARK}}
`;

const textStyle = `
*{box-sizing:border-box}
html{background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0;font:13px/20px var(--ui);letter-spacing:-.003em;color:var(--t1);-webkit-font-smoothing:antialiased}
main{max-width:832px;margin:0 auto;padding:48px 16px 96px}
h1,h2,h3,p,figure,dl,dd{margin:0}
h1{font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.018em;overflow-wrap:anywhere}
h2{font-size:18px;line-height:26px;font-weight:600;letter-spacing:-.015em}
h3{font-size:13px;line-height:20px;font-weight:600}
p{max-width:76ch}
b{font-weight:600}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.lead{font-size:16px;line-height:25px;margin-top:12px;max-width:64ch;color:var(--t1)}
.over{color:var(--t3);font-size:12px;line-height:16px;margin-bottom:6px}
.t2{color:var(--t2)}.t3{color:var(--t3)}.warn{color:var(--warn)}.bad{color:var(--bad)}
.mono{font-family:var(--mono);font-size:.88em;letter-spacing:-.02em;font-variant-ligatures:none;overflow-wrap:anywhere}
.metric{white-space:nowrap;font-variant-numeric:tabular-nums}
.metric .n{margin-left:4px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:20px;font-size:12px}
section{margin-top:56px}
section>h2{padding-bottom:8px;border-bottom:1px solid var(--line2);margin-bottom:16px}
section>h3{margin-top:28px}
section>p+p{margin-top:10px}
.note{margin-top:24px;padding:12px 16px;border-left:2px solid var(--warn);background:var(--warn-soft);border-radius:0 4px 4px 0}
.note p{max-width:none}
figcaption,.caption{font-size:12px;line-height:17px;color:var(--t2);max-width:none;margin-top:10px}
figure{margin-top:12px}
`;

const tableStyle = `
table{border-collapse:collapse;width:100%;font-size:12px;line-height:17px;font-variant-numeric:tabular-nums;margin-top:12px}
th{font-weight:500;color:var(--t2);text-align:left;border-bottom:1px solid var(--line2)}
thead th{vertical-align:bottom}
tbody th{vertical-align:top;white-space:nowrap}
th,td{padding:5px 16px 5px 0}
td{vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
th.r,td.r{text-align:right}
.tight th,.tight td{padding-right:10px}
.nowrap{white-space:nowrap}
tbody th{color:var(--t1);border-bottom:1px solid var(--line);font-weight:400}
tbody tr.on th,tbody tr.on td{font-weight:600}
.key{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:16px;margin-top:28px;padding-top:12px;border-top:1px solid var(--line2)}
.key dt{font-size:12px;line-height:16px;color:var(--t2)}
.key dd{white-space:nowrap;font-size:11px;line-height:16px;color:var(--t3);font-variant-numeric:tabular-nums}
.key b{display:block;font-size:22px;line-height:30px;color:var(--t1);letter-spacing:-.02em}
.side{display:flex;flex-wrap:wrap;gap:28px 40px;margin-top:28px}
.side>div{flex:1 1 290px;min-width:0}
.side>.free{flex:0 0 min-content;max-width:100%}
.grid2{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:28px 32px}
.settings{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin-top:8px;font-size:12px;line-height:17px}
.settings dt{color:var(--t2)}
.settings dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.confusion{width:auto}
.confusion th,.confusion td{padding:5px 10px;text-align:right;border:0}
.confusion th:first-child{padding-left:0;text-align:left}
.confusion td{background:color-mix(in srgb,var(--accent) calc(var(--share)*45%),transparent);min-width:48px}
.confusion td.zero{color:var(--t3)}
details{margin-top:12px;font-size:12px}
summary{cursor:pointer;color:var(--t2)}
.definitions{display:grid;grid-template-columns:136px 1fr;gap:8px 16px;margin-top:16px;font-size:12px;line-height:18px}
.definitions dt{font-weight:600}
.definitions dd{color:var(--t2)}
pre{margin:12px 0 0;padding:12px 16px;background:var(--s2);border:1px solid var(--line);border-radius:4px;font:12px/19px var(--mono);letter-spacing:-.02em;overflow-x:auto}
`;

const pictureStyle = `
.tile{display:block;aspect-ratio:var(--aspect);border-radius:2px;background-color:var(--s0);background-size:calc(var(--tiles)*100%) 100%;background-position-x:calc(var(--index)/max(1,var(--tiles) - 1)*100%);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.gone{display:grid;place-items:center;border:1px dashed var(--line2);border-radius:2px;color:var(--t3);font-size:10px;line-height:12px;text-align:center}
.linked{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:24px 16px;margin-top:12px}
.linked h3{margin-bottom:6px;color:var(--t2);font-weight:500;font-size:12px}
.pairs{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:4px}
.pairs .tile+.tile,.pairs .gone{margin-top:2px}
.pairs figcaption{display:flex;gap:6px;margin-top:4px;font-size:11px;line-height:15px;font-variant-numeric:tabular-nums}
.pairs figure{margin:0}
.units{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:32px 32px;margin-top:20px}
.units.long{grid-template-columns:minmax(0,1fr)}
.unit h3{font-size:15px;line-height:20px}
.unit h3 small{font-size:11px;font-weight:400;color:var(--warn);margin-left:6px}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:0 10px;font-size:12px;line-height:17px;margin:2px 0 8px}
.facts dt{color:var(--t2)}
.walk{display:grid;align-items:center;font-size:11px;line-height:14px}
.walk>*{margin-bottom:2px}
.walk .who{color:var(--t2);padding-right:6px;overflow-wrap:anywhere}
.strip{display:block;position:relative;border-radius:2px;overflow:hidden}
.strip img{display:block;width:100%;height:auto}
.strip::after{content:"";position:absolute;inset:0 -2px 0 0;background:repeating-linear-gradient(90deg,transparent 0 calc(100%/var(--steps) - 2px),var(--paper) 0 calc(100%/var(--steps)));print-color-adjust:exact;-webkit-print-color-adjust:exact}
.beyond .values{border-top:1.5px dashed var(--warn)}
.film>div{display:grid;grid-template-columns:repeat(var(--count),minmax(0,1fr));gap:8px}
.film small{display:flex;justify-content:space-between;font-size:11px;line-height:15px;color:var(--t3);font-variant-numeric:tabular-nums}
.film small b{color:var(--t1);font-weight:500}
.film+.film{margin-top:18px}
.hero{margin-top:28px}
.hero .values{margin-top:4px}
.values{display:grid;font-size:11px;line-height:14px;grid-template-columns:repeat(var(--steps),minmax(0,1fr));color:var(--t3);text-align:center;font-variant-numeric:tabular-nums;margin-top:2px}
.values span{padding-right:2px;white-space:nowrap}
`;

const narrowStyle = `
@media screen and (max-width:640px){.grid2,.units,.linked{grid-template-columns:minmax(0,1fr)}.key{grid-template-columns:repeat(2,minmax(0,1fr))}.definitions{grid-template-columns:1fr;gap:0}.definitions dd{margin-bottom:8px}.wide{overflow-x:auto}}
`;

const printStyle = `
@page{size:A4;margin:16mm 15mm 18mm}
@media print{
:root{--paper:#fff}
body{font-size:9.5pt;line-height:13.5pt}
main{max-width:none;padding:0}
nav,details{display:none}
section{margin-top:24pt}
.confusion td,.note{print-color-adjust:exact;-webkit-print-color-adjust:exact}
h2,h3{break-after:avoid}
.caption,figcaption{break-before:avoid}
.units{gap:14px 28px;margin-top:14px}
section>h3,.side{margin-top:15pt}
.definitions{gap:5px 16px}
pre{break-before:avoid;white-space:pre-wrap;overflow-wrap:anywhere}
.key{margin-top:18pt}
figure,.unit,.note,.side>div,.linked>div,tr,.settings,pre{break-inside:avoid}
p{orphans:3;widows:3}
a{color:inherit}
}
`;

export const pageStyle = [themeStyle, textStyle, tableStyle, pictureStyle, figureStyle, narrowStyle, printStyle].join(
  '',
);
