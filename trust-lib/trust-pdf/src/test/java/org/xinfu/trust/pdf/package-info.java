/** Tests of the PDF engine and verifier, and the contract that every signing engine passes. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.pdf;
