/**
 * Closed by default: bearer tokens of the identity provider for the API, its login for the console.
 */
@NullMarked
package org.xinfu.kit.security;

import org.jspecify.annotations.NullMarked;
