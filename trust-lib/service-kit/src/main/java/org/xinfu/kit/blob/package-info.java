/** Content-addressed octets behind one port, encrypted at rest. */
@NullMarked
package org.xinfu.kit.blob;

import org.jspecify.annotations.NullMarked;
