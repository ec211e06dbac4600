/**
 * What the three services stand on and nobody else sees. A rule that says no is a {@link
 * org.xinfu.kit.Refusal} value; everything else lives in a package per concern.
 */
@NullMarked
package org.xinfu.kit;

import org.jspecify.annotations.NullMarked;
