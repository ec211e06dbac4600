package org.xinfu.trust.ofd;

/** What of a picture is not drawn, or not as it was meant. */
public enum PictureLack {
  /** Further pages or documents: a seal is the first. */
  PAGES,
  /** Shadings and patterns as colours (GB/T 33190 §8.3.3, §8.3.4); what they fill is left out. */
  SHADING,
  /** Colour spaces that are not known; what has such a colour is left out. */
  COLOUR,
  /** Clipped objects (§8.4), which are left out. */
  CLIP,
  /** Dashed lines, which are drawn whole. */
  DASHES,
  /** Composite objects (§13), which are left out. */
  COMPOSITE,
  /** Images that cannot be read or are masked, which are left out. */
  IMAGE,
  /** Text that does not run to the right, which is left out. */
  DIRECTION,
  /** Text whose font travels in the picture; it is drawn with another. */
  TYPEFACE,
  /** Characters that the typeface has not. */
  CHARACTER,
  /** Path data or numbers that say nothing, whose object is left out. */
  DAMAGED,
  /** Whatever came after there was too much of it. */
  BUDGET
}
