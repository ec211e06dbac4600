@NullMarked
package org.xinfu.idp.domain.mandate;

import org.jspecify.annotations.NullMarked;
