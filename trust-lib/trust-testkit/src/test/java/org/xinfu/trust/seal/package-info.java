/** What breaks each rule of seals and of signatures with them. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.seal;
