/** Tests of clients' certificates, without a server. */
@NullMarked
package org.xinfu.idp.mtls;

import org.jspecify.annotations.NullMarked;
