/**
 * PostgreSQL adapters of the vault: explicit SQL, personal data encrypted, holders by keyed digest.
 */
@NullMarked
package org.xinfu.licence.store;

import org.jspecify.annotations.NullMarked;
