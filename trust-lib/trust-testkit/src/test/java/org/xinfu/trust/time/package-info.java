/** Tests of trusted time that need a public key infrastructure. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.time;
