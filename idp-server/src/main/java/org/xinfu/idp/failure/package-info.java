/** How often clients may fail at the protocol's endpoints, and what they are refused at the API. */
@NullMarked
package org.xinfu.idp.failure;

import org.jspecify.annotations.NullMarked;
