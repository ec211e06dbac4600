/**
 * HTTP manners that the services share: problems of RFC 9457 in two languages, request ids, limits,
 * security headers, the OpenAPI file.
 */
@NullMarked
package org.xinfu.kit.web;

import org.jspecify.annotations.NullMarked;
