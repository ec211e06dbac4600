/** Acceptance, review, approval and rejection, each by another person. */
@NullMarked
package org.xinfu.seal.decide;

import org.jspecify.annotations.NullMarked;
