/** The only place that sees the JDK's own PKCS#11 binding; needs the flags that README names. */
@NullMarked
package org.xinfu.trust.p11.internal.wrapper;

import org.jspecify.annotations.NullMarked;
