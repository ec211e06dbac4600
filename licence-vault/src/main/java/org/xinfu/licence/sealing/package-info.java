/** The seal-service as the vault calls it, with the vault's own machine credentials. */
@NullMarked
package org.xinfu.licence.sealing;

import org.jspecify.annotations.NullMarked;
