/** Keeps a sealed document judgeable for longer. */
@NullMarked
package org.xinfu.seal.renew;

import org.jspecify.annotations.NullMarked;
