/**
 * The command line: {@code xinfu verify}. Entry: {@link org.xinfu.trust.cli.Main}. Options, output
 * and exit status are a contract; see specs/README.md.
 */
@NullMarked
package org.xinfu.trust.cli;

import org.jspecify.annotations.NullMarked;
