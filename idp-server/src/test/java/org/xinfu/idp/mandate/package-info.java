/** Tests of entities and their mandates, without a server. */
@NullMarked
package org.xinfu.idp.mandate;

import org.jspecify.annotations.NullMarked;
