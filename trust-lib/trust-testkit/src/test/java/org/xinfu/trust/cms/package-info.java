/** Tests of the CMS package that need a public key infrastructure. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.cms;
