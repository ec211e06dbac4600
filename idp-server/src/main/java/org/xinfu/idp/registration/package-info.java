/** Registering the services that rely on this provider: by administrators, over the API. */
@NullMarked
package org.xinfu.idp.registration;

import org.jspecify.annotations.NullMarked;
