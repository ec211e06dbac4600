/** Assembly of the service: properties, access rules, beans. */
@NullMarked
package org.xinfu.licence.config;

import org.jspecify.annotations.NullMarked;
