/** The catalogue of licence types over HTTP, and the registration of its packages. */
@NullMarked
package org.xinfu.licence.catalogue;

import org.jspecify.annotations.NullMarked;
