/** XML that says what its own octets say: no DTD, no entities of its own, nothing fetched. */
@NullMarked
package org.xinfu.trust.markup;

import org.jspecify.annotations.NullMarked;
