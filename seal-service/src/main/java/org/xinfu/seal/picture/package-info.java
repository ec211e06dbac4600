/**
 * The picture of a round seal, drawn in millimetres: one geometry, written as SVG paths and as a
 * 600 dpi PNG with its physical size and a transparent ground. Same drawing, same octets.
 */
@NullMarked
package org.xinfu.seal.picture;

import org.jspecify.annotations.NullMarked;
