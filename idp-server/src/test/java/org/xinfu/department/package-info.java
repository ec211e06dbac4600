/** A department's service, as tests meet it: outside what idp-server scans. */
@NullMarked
package org.xinfu.department;

import org.jspecify.annotations.NullMarked;
