/** The register of seals: what there is, its status, suspension and resumption. */
@NullMarked
package org.xinfu.seal.register;

import org.jspecify.annotations.NullMarked;
