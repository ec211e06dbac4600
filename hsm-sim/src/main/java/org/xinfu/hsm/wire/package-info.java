/** The Unix socket on which the PKCS#11 library talks to the device. */
@NullMarked
package org.xinfu.hsm.wire;

import org.jspecify.annotations.NullMarked;
