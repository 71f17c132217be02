// Contrast of text against what is painted behind it, by WCAG 2.2 (1.4.3): 4.5, or 3 for large
// text. It reads what axe-core's color-contrast does of plain pages (no pictures behind text,
// nothing laid over it), in some hundredths of the time, so that each page can be read so in each
// theme at each width; axe itself goes over each page once in each theme.
// Luminance and ratio: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance

/** A line for each text that is too faint, within a selector's last match. */
export const faintTexts = (page, within = 'body') => page.evaluate((selector) => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  /** [r, g, b, alpha], 0 to 255 and 0 to 1, of any colour that CSS knows. */
  const colour = (text) => {
    if (!known.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const faults = [];
  // under: what is painted behind; null behind a picture. strength: opacity of all around.
  const look = (el, under, strength) => {
    if (el.matches('svg, script, style, [inert], :disabled, [aria-disabled="true"]')) return;
    const style = getComputedStyle(el);
    if (style.display === 'none' || (style.position === 'absolute' && style.clipPath !== 'none')) return;
    const opacity = strength * Number(style.opacity);
    if (!opacity) return;
    const [r, g, b, a] = colour(style.backgroundColor);
    let ground = under && over([r, g, b, a * opacity], under);
    if (a * opacity === 1) ground = [r, g, b];
    else if (style.backgroundImage !== 'none') ground = null;
    const says = [...el.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
    if (ground && says.length && style.visibility === 'visible' && el.getClientRects().length) {
      const ink = colour(style.color);
      const got = ratio(light(over([ink[0], ink[1], ink[2], ink[3] * opacity], ground)), light(ground));
      const px = parseFloat(style.fontSize);
      const wanted = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      if (got < wanted - 0.005) faults.push(`${el.tagName.toLowerCase()}.${[...el.classList].join('.')} "${says[0].data.trim().slice(0, 40)}": contrast ${got.toFixed(2)} of ${wanted}`);
    }
    for (const child of el.children) look(child, ground, opacity);
  };
  const root = [...document.querySelectorAll(selector)].at(-1);
  // what is painted around the part that is looked at
  const around = [];
  for (let el = root.parentElement; el; el = el.parentElement) around.unshift(el);
  const canvas = colour('Canvas');
  look(root, around.reduce((under, el) => over(colour(getComputedStyle(el).backgroundColor), under), canvas.slice(0, 3)), 1);
  return faults;
}, within);
