/** The provider as its clients see it: real HTTP, real PostgreSQL, a real vault. */
@NullMarked
package org.xinfu.idp;

import org.jspecify.annotations.NullMarked;
