/**
 * Glyph outlines and subsets of the fonts that are committed with the house: what seals and
 * licences draw their text with. No AWT font is loaded, so no font library of the system matters
 * and the same text gives the same octets everywhere.
 */
@NullMarked
package org.xinfu.kit.font;

import org.jspecify.annotations.NullMarked;
