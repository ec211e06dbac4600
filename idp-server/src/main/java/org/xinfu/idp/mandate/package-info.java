/** Legal persons: registering them, mandates, and following what the registry says. */
@NullMarked
package org.xinfu.idp.mandate;

import org.jspecify.annotations.NullMarked;
