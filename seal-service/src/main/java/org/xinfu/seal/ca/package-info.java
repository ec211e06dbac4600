/** The built-in test authority: anchors, certificates and CRLs, all marked as test. */
@NullMarked
package org.xinfu.seal.ca;

import org.jspecify.annotations.NullMarked;
