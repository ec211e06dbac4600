/**
 * Who may call what, tried over real HTTP: a table of a service's routes against every caller, and
 * requests in spellings that must not go around a rule.
 */
@NullMarked
package org.xinfu.testkit.access;

import org.jspecify.annotations.NullMarked;
