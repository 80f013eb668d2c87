/** The part of the charts that is fetched late, as a file of its own: what is used of Observable Plot and D3. */

export {
  areaY,
  axisX,
  axisY,
  barX,
  dot,
  gridY,
  lineY,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
  tickX,
} from '@observablehq/plot';
export { nice, ticks, utcTicks } from 'd3';
