/**
 * What tests of the whole house share: a vault in memory, a small public key infrastructure with
 * fixed instants, the contract that every vault passes, and ways of damaging documents. Its keys
 * are published and worthless.
 */
@NullMarked
package org.xinfu.testkit;

import org.jspecify.annotations.NullMarked;
