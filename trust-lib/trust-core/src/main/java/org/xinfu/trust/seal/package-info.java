/**
 * Electronic seals of GB/T 38540 (version 4): making, signing with them, and verification over the
 * received octets in the order of GM/T 0031-2014 §6. Seals of GM/T 0031-2014 and -2025 are
 * recognised by their shape.
 */
@NullMarked
package org.xinfu.trust.seal;

import org.jspecify.annotations.NullMarked;
