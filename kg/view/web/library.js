// vis-network, which a script before this one gives, and how it is set; it has no types.

/** @type {() => any} */
export const library = () => /** @type {any} */ (globalThis).vis;

/** @type {(many: boolean) => object} */
export function optionsOf(many) {
  return {
    autoResize: false, // it looks once a second only
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: true,
      keyboard: false,
      selectConnectedEdges: false,
      hoverConnectedEdges: false,
      tooltipDelay: 1e9,
      hideEdgesOnDrag: many,
      hideEdgesOnZoom: many,
    },
    nodes: { labelHighlightBold: false, borderWidth: 2, borderWidthSelected: 2, chosen: false, font: { size: 0 } },
    edges: {
      smooth: false,
      chosen: false,
      hoverWidth: 0,
      selectionWidth: 0,
      arrowStrikethrough: false,
      font: { size: 0 },
    },
  };
}

// Give a line that vis-network holds another look, without its taking in all options again: it reads these as it draws.
/** @type {(options: any, style: any) => void} */
export function restyleLine(options, { color, arrows, ...style }) {
  const { to, from } = options.arrows;
  Object.assign(options, style, { hidden: false, color: { ...color, inherit: false } });
  options.arrows = { ...options.arrows, to: { ...to, ...arrows.to }, from: { ...from, ...arrows.from } };
}
