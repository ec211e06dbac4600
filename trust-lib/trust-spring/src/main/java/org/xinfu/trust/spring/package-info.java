/**
 * The starter for a department's Spring Boot application: {@code xinfu.login} logs people in at the
 * identity provider, {@code xinfu.api} lets in only its access tokens.
 */
@NullMarked
package org.xinfu.trust.spring;

import org.jspecify.annotations.NullMarked;
