/** What breaks each rule of certificates, lists and paths. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.chain;
